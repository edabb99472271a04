import { setTimeout as pause } from 'node:timers/promises';
import type { KeyHolder } from './auth-keys.ts';
import type { Cloud } from './cloud.ts';
import type { TlObject } from './codec/codec.ts';
import { longField, objectField } from './codec/fields.ts';
import type { Strike, Verdict } from './faults.ts';
import { authMethods } from './methods/auth.ts';
import type { Method } from './methods/call.ts';
import { channelMethods } from './methods/channels.ts';
import { dialogMethods } from './methods/dialogs.ts';
import { helpMethods } from './methods/help.ts';
import { historyMethods } from './methods/history.ts';
import { loginTokenMethods } from './methods/login-token.ts';
import { channelIdsOf } from './methods/peers.ts';
import { updateMethods } from './methods/updates.ts';
import { userMethods } from './methods/users.ts';
import type { Connection } from './protocol/connection.ts';
import { type IncomingMessage, saltOf, transportError } from './protocol/messages.ts';
import { RpcError } from './rpc-error.ts';

const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...authMethods,
    ...channelMethods,
    ...dialogMethods,
    ...helpMethods,
    ...historyMethods,
    ...loginTokenMethods,
    ...updateMethods,
    ...userMethods,
  }),
);

/** Wrappers that change nothing here: what they carry is what is called. */
const wrappers = new Set(['invokeWithLayer', 'initConnection', 'invokeWithoutUpdates', 'invokeAfterMsg']);

/** Answers one message of a client, as the faults of the moment allow. */
export async function dispatch(
  cloud: Cloud,
  holder: KeyHolder,
  message: IncomingMessage,
  connection: Connection,
): Promise<void> {
  const request = unwrapped(message.request);
  const method = request._ === 'ping_delay_disconnect' ? 'ping' : request._;
  const phone = phoneOf(cloud, holder, request);
  const verdict = cloud.faults.judge({
    method,
    phone,
    channelIds: channelIdsOf(request),
    now: cloud.clock.now(),
  });
  cloud.counter.called(method, phone);
  if (verdict.isFloodViolation) cloud.counter.add('floodViolations');
  if (verdict.delayMs > 0) await pause(verdict.delayMs);
  if (verdict.strike !== null) strikeDown(verdict.strike, cloud, message, connection);
  else if (!respondToService(request, message)) await respond(cloud, holder, request, message, verdict);
}

/** The account a call is about: the one signed in, or the one that is signing in. */
function phoneOf(cloud: Cloud, holder: KeyHolder, request: TlObject): string | null {
  const { accounts } = cloud;
  const id = holder.accountId ?? holder.passwordPending;
  const signingIn = typeof request.phone_number === 'string' ? request.phone_number : '';
  const account = id === null ? accounts.byPhone(signingIn) : accounts.byId(id);
  return account?.phone ?? null;
}

function unwrapped(request: TlObject): TlObject {
  return wrappers.has(request._) ? unwrapped(objectField(request, 'query')) : request;
}

function strikeDown(strike: Strike, cloud: Cloud, message: IncomingMessage, connection: Connection): void {
  switch (strike.kind) {
    case 'error': {
      const error =
        strike.code === null ? new RpcError(strike.error) : new RpcError(strike.error, strike.code);
      message.reply(cloud.codec.encode(errorRow(error)));
      return;
    }
    case 'transport':
      connection.sendRaw(transportError(strike.code));
      return;
    case 'drop':
      connection.drop();
      return;
    case 'reset':
      connection.reset();
      return;
    case 'mute':
      return;
  }
}

/** MTProto's own calls, which are answered by messages of their own; false when the request is none. */
function respondToService(request: TlObject, message: IncomingMessage): boolean {
  switch (request._) {
    case 'ping':
    case 'ping_delay_disconnect':
      message.respond((id) => ({ _: 'pong', msg_id: id, ping_id: longField(request, 'ping_id') }));
      return true;
    case 'get_future_salts':
      message.respond((id) => futureSalts(id, saltOf(message.authKey)));
      return true;
    case 'destroy_session':
      message.respond(() => ({ _: 'destroy_session_ok', session_id: longField(request, 'session_id') }));
      return true;
    case 'msgs_state_info':
    case 'msgs_state_req':
    case 'msg_resend_req':
      // Nothing sent here is ever lost, so there is no state to tell of.
      return true;
    default:
      return false;
  }
}

function futureSalts(messageId: bigint, salt: bigint): TlObject {
  const now = Math.floor(Date.now() / 1000);
  const always = { _: 'future_salt', valid_since: now - 3600, valid_until: now + 86_400, salt };
  return { _: 'future_salts', req_msg_id: messageId, now, salts: [always] };
}

async function respond(
  cloud: Cloud,
  holder: KeyHolder,
  request: TlObject,
  message: IncomingMessage,
  verdict: Verdict,
): Promise<void> {
  try {
    const run = methods.get(request._);
    if (run === undefined) throw new RpcError('METHOD_INVALID');
    const { dataCentre } = holder;
    const now = cloud.clock.now();
    const result = await run({ cloud, dataCentre, holder, request, now, pageRows: verdict.pageRows });
    message.reply(cloud.codec.encode(result));
  } catch (error) {
    const refusal = error instanceof RpcError ? error : new RpcError('INTERNAL_SERVER_ERROR');
    if (refusal !== error) cloud.reportDefect(request._, error);
    message.reply(cloud.codec.encode(errorRow(refusal)));
  }
}

function errorRow(error: RpcError): TlObject {
  return { _: 'rpc_error', error_code: error.code, error_message: error.message };
}
