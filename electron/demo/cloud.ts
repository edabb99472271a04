import type { Accounts } from './accounts.ts';
import type { AuthKeys, KeyHolder } from './auth-keys.ts';
import type { WorldClock } from './clock.ts';
import type { TlCodec, TlObject } from './codec/codec.ts';
import type { Counter } from './counts.ts';
import type { Faults } from './faults.ts';
import type { LoginTokens } from './login-tokens.ts';
import type { Passwords } from './passwords.ts';
import type { ServedRecord } from './served.ts';
import type { World } from './world/world.ts';

/** Where a data centre listens. */
export interface Endpoint {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

/** What all data centres of one demo share. */
export interface Cloud {
  readonly codec: TlCodec;
  readonly clock: WorldClock;
  readonly world: World;
  readonly accounts: Accounts;
  readonly keys: AuthKeys;
  readonly faults: Faults;
  readonly counter: Counter;
  readonly served: ServedRecord;
  readonly passwords: Passwords;
  readonly loginTokens: LoginTokens;
  /** The credentials clients must show; any are taken when null. */
  readonly api: { readonly id: number; readonly hash: string } | null;
  /** Changes after which a difference is called too long. */
  readonly longestDifference: number;
  endpoints(): readonly Endpoint[];
  /** Told when a method fails in a way that is no refusal: a mistake of the data centre itself. */
  reportDefect(method: string, error: unknown): void;
  /** Sends something of the server's own accord to the connections of a key. */
  push(holder: KeyHolder, object: TlObject): void;
}
