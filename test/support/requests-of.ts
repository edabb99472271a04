import { historyMethod } from '../../electron/collector/account-reader.ts';
import type { Fault, SentRequest, SimulatedWorld } from './simulated-gateway.ts';

/** The requests of one method, in the order they were sent. */
export function requestsOf(world: SimulatedWorld, method: string): readonly SentRequest[] {
  return world.sent.filter((request) => request.method === method);
}

/** Pages of history that were asked for. */
export function pagesOf(world: SimulatedWorld): readonly SentRequest[] {
  return requestsOf(world, historyMethod);
}

/** Makes faults of one method alone; `nth` counts its requests from now on, from 1. */
export function failMethod(
  world: SimulatedWorld,
  method: string,
  fault: (nth: number, request: SentRequest) => Fault,
): void {
  const before = requestsOf(world, method).length;
  world.fault = (request) =>
    request.method === method ? fault(requestsOf(world, method).length - before, request) : null;
}

export function failPages(world: SimulatedWorld, fault: (nth: number, request: SentRequest) => Fault): void {
  failMethod(world, historyMethod, fault);
}
