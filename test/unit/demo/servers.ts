import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { digitsOf } from '../../../electron/demo/accounts.ts';
import type { KeptKey } from '../../../electron/demo/auth-keys.ts';
import { type DataCentre, startDataCentre } from '../../../electron/demo/data-centre.ts';
import type { DataCentreOptions } from '../../../electron/demo/options.ts';
import { generateServerKey } from '../../../electron/demo/protocol/server-key.ts';
import { writeState } from '../../../electron/demo/state-file.ts';
import { type Client, type ClientOptions, createClient, phone, sessionOf, signInByCode } from './client.ts';

/** Noon of an ordinary day: the moment at which the tests' worlds stand still. */
export const noon = Date.UTC(2026, 2, 11, 12);

let closings: (() => Promise<void> | void)[] = [];
// Making keys takes longer than most tests: one server key serves them all, and an account that has signed in once
// is known to every data centre that is started later.
const serverKey = generateServerKey();
const signedIn = new Map<string, { readonly session: string; readonly key: KeptKey }>();

afterEach(async () => {
  const pending = closings.reverse();
  closings = [];
  for (const close of pending) await close();
});

/** A data centre whose clock stands at noon, closed after the test, which fails when it made a mistake. */
export async function start(options: DataCentreOptions = {}): Promise<DataCentre> {
  const { privateKey } = await serverKey;
  const given = { clockAt: noon, serverKey: privateKey, ...options };
  const dataCentre = await startDataCentre({ stateFile: keptSignIns(privateKey, options), ...given });
  closings.push(async () => {
    await dataCentre.close();
    expect(dataCentre.defects()).toEqual([]);
  });
  return dataCentre;
}

/** A state file with the sign-ins of earlier tests. */
function keptSignIns(privateKey: string, options: DataCentreOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  closings.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'state.json');
  const keys = [...signedIn.values()].map(({ key }) => key);
  writeState(path, { serverKey: privateKey, epochAt: options.epochAt ?? noon - 12 * 3_600_000, keys });
  return path;
}

/** A client with a connection, destroyed after the test. */
export async function connect(
  dataCentre: DataCentre,
  session = '',
  options: Partial<ClientOptions> = {},
): Promise<Client> {
  const client = createClient(dataCentre, session, options);
  closings.push(() => client.destroy());
  await client.connect();
  return client;
}

/** A client that is signed in with the account of the demo, or another one. */
export async function signIn(dataCentre: DataCentre, number = phone): Promise<Client> {
  const known = signedIn.get(number);
  if (known !== undefined) return connect(dataCentre, known.session);
  const client = await connect(dataCentre);
  await signInByCode(client, number);
  const key = client.session.getAuthKey()?.getKey();
  const account = dataCentre.accounts().find((each) => each.phone === digitsOf(number));
  if (key === undefined || account === undefined) throw new Error('Signing in left no key.');
  const kept = { dataCentre: dataCentre.config.id, key: key.toString('base64'), accountId: account.id };
  signedIn.set(number, { session: sessionOf(client), key: kept });
  return client;
}

/** Telegram's word for why a request was refused; fails when it was not. */
export async function refusalOf(request: Promise<unknown>): Promise<string> {
  const outcome = await request.then(
    () => 'not refused',
    (error: unknown) => error,
  );
  if (outcome instanceof Error && 'errorMessage' in outcome) return String(outcome.errorMessage);
  throw new Error(`The request was not refused by the server: ${String(outcome)}`);
}
