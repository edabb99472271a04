import { createHash } from 'node:crypto';
import type { WorldChannel } from './world/channel.ts';
import { hashText } from './world/random.ts';
import type { World } from './world/world.ts';

/** An account as it is asked for. */
export interface AccountOptions {
  /** International, with or without signs between the digits. */
  readonly phone: string;
  /** The sign-in code, always this one. */
  readonly code: string;
  /** The second factor; none when absent. */
  readonly password?: string | undefined;
  readonly passwordHint?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly username?: string | undefined;
  /** The channels it follows, by id, username or title; all when absent. */
  readonly channels?: readonly (string | number)[] | undefined;
  /** The data centre it lives in; that of the demo when absent. */
  readonly dataCentre?: number | undefined;
}

export interface Account {
  readonly id: number;
  /** Digits only: also the name of the account in counts and faults. */
  readonly phone: string;
  readonly code: string;
  readonly password: string | null;
  readonly passwordHint: string | null;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly username: string | null;
  readonly dataCentre: number;
  readonly follows: ReadonlySet<number>;
}

export interface Accounts {
  readonly all: readonly Account[];
  byId(id: number): Account | undefined;
  byPhone(phone: string): Account | undefined;
  /** By its phone number in any spelling. Throws when there is none. */
  named(phone: string): Account;
  /** The hash with which one account, and no other, reaches a channel or user. */
  accessHash(account: Account, id: number): bigint;
}

/** Digits of a phone number. */
export function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}

/** Throws when two accounts share a phone number, or one follows a channel that does not exist. */
export function createAccounts(
  options: readonly AccountOptions[],
  world: World,
  seed: number,
  homeDataCentre: number,
): Accounts {
  const all = options.map((account) => toAccount(account, world, homeDataCentre));
  const byPhone = new Map(all.map((account) => [account.phone, account]));
  if (byPhone.size < all.length) throw new Error('Two demo accounts have the same phone number.');
  return {
    all,
    byId: (id) => all.find((account) => account.id === id),
    byPhone: (phone) => byPhone.get(digitsOf(phone)),
    named(phone) {
      const account = byPhone.get(digitsOf(phone));
      if (account === undefined) throw new Error(`The demo has no account with the phone number ${phone}.`);
      return account;
    },
    accessHash: (account, id) =>
      createHash('sha256').update(`${seed}:${account.id}:${id}`).digest().readBigInt64LE(0),
  };
}

function toAccount(options: AccountOptions, world: World, homeDataCentre: number): Account {
  const phone = digitsOf(options.phone);
  const followed: readonly WorldChannel[] =
    options.channels?.map((name) => world.named(name)) ?? world.channels;
  return {
    id: 5_000_000_000 + (hashText(phone) % 900_000_000),
    phone,
    code: options.code,
    password: options.password ?? null,
    passwordHint: options.passwordHint ?? null,
    firstName: options.firstName ?? 'Demo',
    lastName: options.lastName ?? null,
    username: options.username ?? null,
    dataCentre: options.dataCentre ?? homeDataCentre,
    follows: new Set(followed.map(({ plan }) => plan.id)),
  };
}
