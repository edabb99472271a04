import { generateKeyPairSync } from 'node:crypto';
import type { FloodGate, GatewayResult } from '../../electron/ports/gateway.ts';
import type { Log } from '../../electron/ports/log.ts';
import type { DataCentreConfig } from '../../electron/telegram/data-centre-config.ts';

/** A log that keeps every line. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    info: (message) => void lines.push(`info ${message}`),
    warn: (message) => void lines.push(`warn ${message}`),
    error: (message, error) => void lines.push(`error ${message} ${String(error ?? '')}`),
  };
}

/** A flood ledger in memory whose waits end when a test says so. */
export function keptFloods(): FloodGate & { readonly waits: Map<string, number> } {
  const waits = new Map<string, number>();
  return {
    waits,
    remainingMs: (accountId, method) => waits.get(`${accountId} ${method}`) ?? 0,
    record: async (accountId, method, waitMs) => {
      waits.set(`${accountId} ${method}`, waitMs);
    },
  };
}

/** A well-formed description of a data centre that may not exist. */
export function dataCentreAt(port: number): DataCentreConfig {
  const { publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return { id: 2, host: '127.0.0.1', port, publicKey, others: [] };
}

/** The value of a result that must be one; throws with the failure's words otherwise. */
export function valueIn<Value>(
  result:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly failure: { message: string; kind: string } },
): Value {
  if (!result.ok) throw new Error(`${result.failure.kind}: ${result.failure.message}`);
  return result.value;
}

/** The failure of a result that must be one. */
export function failureIn<Value>(result: GatewayResult<Value>) {
  if (result.ok) throw new Error('This should have failed.');
  return result.failure;
}
