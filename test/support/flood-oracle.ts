import type { Life, SimulatedMachine } from './simulated-machine.ts';

interface Flood {
  readonly life: Life;
  readonly endMonotonic: number;
  readonly endTrue: number;
  /** How much longer it may be believed in, because the machine slept or its clock was set. */
  beliefMs: number;
  /** Another process knows of it too, and reads the same end. */
  certain: boolean;
}

/** Which accounts must wait, as Telegram knows it. */
export class FloodOracle {
  readonly #machine: SimulatedMachine;
  readonly #floods = new Map<number, Flood>();
  /** Waits too long to be sat out inside a run. */
  longFloods = 0;

  constructor(machine: SimulatedMachine) {
    this.#machine = machine;
  }

  /** The process knows; whether another ever will is not sure yet. */
  answered(life: Life, accountId: number, waitMs: number): void {
    this.#floods.set(accountId, {
      life,
      endMonotonic: this.#machine.monotonic() + waitMs,
      endTrue: this.#machine.trueTime() + waitMs,
      beliefMs: 0,
      certain: false,
    });
    if (waitMs > 60_000) this.longFloods += 1;
  }

  /** The process held the lease and has left a word for the next. */
  leftWord(accountId: number): void {
    const flood = this.#floods.get(accountId);
    if (flood !== undefined) flood.certain = true;
  }

  /** How much too early a request of this moment is, in milliseconds; 0 when it is not. */
  tooEarlyMs(life: Life, accountId: number): number {
    const flood = this.#floods.get(accountId);
    if (flood === undefined) return 0;
    if (flood.life === life) return Math.max(0, flood.endMonotonic - this.#machine.monotonic());
    return flood.certain ? Math.max(0, flood.endTrue - this.#machine.trueTime()) : 0;
  }

  slept(ms: number): void {
    for (const flood of this.#floods.values()) flood.beliefMs += ms;
  }

  clockSet(ms: number): void {
    for (const flood of this.#floods.values()) {
      flood.beliefMs += Math.abs(ms);
      flood.certain = false;
    }
  }

  /** The process knows for sure that the account must wait longer than a run would. */
  certainlyBlocks(life: Life | undefined, accountId: number): boolean {
    const flood = this.#floods.get(accountId);
    return flood?.life === life && (flood?.endMonotonic ?? 0) - this.#machine.monotonic() > 60_000;
  }

  /** Some process might believe that the account must wait. */
  mayBlock(accountId: number): boolean {
    const flood = this.#floods.get(accountId);
    return flood !== undefined && this.#machine.trueTime() < flood.endTrue + flood.beliefMs;
  }
}
