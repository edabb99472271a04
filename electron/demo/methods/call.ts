import type { Account } from '../accounts.ts';
import type { KeyHolder } from '../auth-keys.ts';
import type { Cloud } from '../cloud.ts';
import type { TlObject, TlResult } from '../codec/codec.ts';
import { RpcError } from '../rpc-error.ts';

/** One call of a method. */
export interface Call {
  readonly cloud: Cloud;
  /** The data centre that was called. */
  readonly dataCentre: number;
  readonly holder: KeyHolder;
  readonly request: TlObject;
  /** The world's time of the call. */
  readonly now: number;
  /** Rows a page may hold at most, when a fault says so. */
  readonly pageRows: number | null;
}

/** Answers a call. Throws an `RpcError` to refuse it. */
export type Method = (call: Call) => TlResult | Promise<TlResult>;

/** The account that calls. Throws AUTH_KEY_UNREGISTERED when none is signed in. */
export function accountOf(call: Call): Account {
  const { holder, cloud } = call;
  if (holder.endedWith !== null) throw new RpcError(holder.endedWith);
  const account = holder.accountId === null ? undefined : cloud.accounts.byId(holder.accountId);
  if (account === undefined) throw new RpcError('AUTH_KEY_UNREGISTERED');
  return account;
}

/** Whole seconds, as TL counts time. */
export function seconds(at: number): number {
  return Math.floor(at / 1000);
}
