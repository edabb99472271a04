import { createRequire } from 'node:module';
import type { DataCentre } from '../../../electron/demo/data-centre.ts';
import { trustServerKey } from '../../../electron/telegram/schema.ts';

const require = createRequire(import.meta.url);
const { Api, TelegramClient } = require('telegram') as typeof import('telegram');
const { Logger, LogLevel } =
  require('telegram/extensions/Logger.js') as typeof import('telegram/extensions/Logger');
const { PromisedNetSockets } =
  require('telegram/extensions/index.js') as typeof import('telegram/extensions');
const { StringSession } = require('telegram/sessions/index.js') as typeof import('telegram/sessions');
const { returnBigInt } = require('telegram/Helpers.js') as typeof import('telegram/Helpers');
const { computeCheck } = require('telegram/Password.js') as typeof import('telegram/Password');

export { Api, computeCheck, returnBigInt as bigInteger };
export type Client = InstanceType<typeof TelegramClient>;
export type ClientOptions = Exclude<ConstructorParameters<typeof TelegramClient>[3], undefined>;

export const phone = '+999 66 1 2024';
export const code = '12345';

/** The address that stands for a data centre: the client carries nothing else to its socket. */
const addressOf = (id: number) => `dc-${id}`;

/** The unmodified client, pointed at a data centre on loopback. It is not connected yet. */
export function createClient(
  dataCentre: Pick<DataCentre, 'config'>,
  session = '',
  options: Partial<ClientOptions> = {},
): Client {
  const { config } = dataCentre;
  trustServerKey(config.publicKey);
  const endpoints = new Map([config, ...config.others].map((each) => [addressOf(each.id), each]));
  class LoopbackSocket extends PromisedNetSockets {
    override connect(_port: number, address: string) {
      const endpoint = endpoints.get(address);
      return endpoint === undefined
        ? super.connect(_port, address)
        : super.connect(endpoint.port, endpoint.host);
    }
  }
  const stored = new StringSession(session);
  if (session === '') stored.setDC(config.id, addressOf(config.id), 80);
  const client = new TelegramClient(stored, 1, 'hash', {
    baseLogger: new Logger(LogLevel.NONE),
    networkSocket: LoopbackSocket,
    connectionRetries: 2,
    reconnectRetries: 2,
    retryDelay: 10,
    requestRetries: 1,
    floodSleepThreshold: 0,
    ...options,
  });
  client.getDC = async (id) => ({ id, ipAddress: addressOf(id), port: 443 });
  return client;
}

/** What the client would save: enough to connect again without signing in. */
export function sessionOf(client: Client): string {
  return (client.session as InstanceType<typeof StringSession>).save();
}

/** Asks for a code and signs in with it. */
export async function signInByCode(client: Client, number = phone, given = code): Promise<void> {
  const sent = await client.sendCode({ apiId: 1, apiHash: 'hash' }, number);
  await client.invoke(
    new Api.auth.SignIn({ phoneNumber: number, phoneCodeHash: sent.phoneCodeHash, phoneCode: given }),
  );
}

/** Finds a channel by its username and gives it back as requests name it. */
export async function inputChannel(client: Client, username: string) {
  const { chats } = await client.invoke(new Api.contacts.ResolveUsername({ username }));
  const [chat] = chats;
  if (!(chat instanceof Api.Channel) || chat.accessHash === undefined)
    throw new Error(`No channel ${username}.`);
  return new Api.InputPeerChannel({ channelId: chat.id, accessHash: chat.accessHash });
}
