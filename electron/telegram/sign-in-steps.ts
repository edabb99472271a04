import type { Api } from 'telegram';
import type { SignInFailure, SignInResult, SignInStep } from '../ports/gateway.ts';
import type { Library } from './library.ts';
import type { CallOptions, LineAnswer } from './line.ts';

/** Sends a request of a sign-in, to the data centre the account lives in. Not resent unless `call` says otherwise. */
export type SignInAsk = <Request extends Api.AnyRequest>(
  build: (library: Library) => Request,
  call?: CallOptions,
) => Promise<LineAnswer<Request['__response']>>;

export function step(value: SignInStep): SignInResult {
  return { ok: true, value };
}

export function failed(failure: SignInFailure): SignInResult {
  return { ok: false, failure };
}
