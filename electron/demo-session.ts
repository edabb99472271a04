import type { ContractClient } from '../shared/contract.ts';

/** What a data centre says of itself once it listens. */
export interface DemoCloud {
  readonly accounts: readonly {
    readonly phone: string;
    readonly code: string;
    readonly password: string | null;
  }[];
  readonly channels: readonly { readonly username: string | null }[];
}

/** The demo cannot be set up; `message` is a sentence. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

/** Any api_id will do for a data centre of one's own; Telegram would ask for a real one. */
const demoCredentials = { apiId: 1, apiHash: '0'.repeat(32) };
const demoRhythm = { intervalMs: 60_000, cooldownMs: 10_000 };

/** Signs in, picks every channel and collects for the first time; then every minute. Throws `DemoError`. */
export async function beginDemo(
  client: ContractClient,
  cloud: DemoCloud,
  note: (message: string) => void,
): Promise<void> {
  // Paused until all is picked, so that the first run has every channel.
  await client.request('schedule.pause', { kind: 'until-resumed' });
  await client.request('settings.set', demoRhythm);
  await setUpDemo(client, cloud, note);
  await client.request('run.start', {});
  await client.request('schedule.resume', {});
}

/** Signs in and picks every channel, the way a person would. Throws `DemoError`. */
export async function setUpDemo(
  client: ContractClient,
  cloud: DemoCloud,
  note: (message: string) => void,
): Promise<void> {
  const [account] = cloud.accounts;
  if (account === undefined) throw new DemoError("The demo's data centre has no account.");
  let answer = await client.request('signin.begin', { phone: account.phone, ...demoCredentials });
  if (answer.step === 'code') {
    answer = await client.request('signin.code', { signInId: answer.signInId, code: account.code });
  }
  if (answer.step === 'password' && account.password !== null) {
    answer = await client.request('signin.password', {
      signInId: answer.signInId,
      password: account.password,
    });
  }
  if (answer.step !== 'done') throw new DemoError(`The demo could not sign in (${answer.step}).`);
  note(`Signed in over MTProto as ${answer.account.name}.`);
  for (const { username } of cloud.channels) {
    if (username === null) continue;
    const added = await client.request('channels.add', { reference: `@${username}` });
    if (!added.accepted) throw new DemoError(`The demo could not add @${username}: ${added.reason}`);
  }
}
