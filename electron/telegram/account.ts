import type { Api } from 'telegram';
import { readReference, type WrittenReference } from '../../shared/channel-reference.ts';
import type {
  AccountGateway,
  ChannelAddress,
  ChannelDescription,
  ChannelDetails,
  FloodGate,
  GatewayFailure,
  GatewayResult,
  RequestOptions,
} from '../ports/gateway.ts';
import {
  channelDifference,
  channelStates,
  differenceOfError,
  differenceRequest,
  messagesById,
  messagesRequest,
  statesRequest,
} from './channel-changes.ts';
import { dialogPage, dialogRequest } from './dialogs.ts';
import { abortedFailure, floodFailure, notModifiedFailure, unreadableSessionFailure } from './failures.ts';
import { inputFields } from './inputs.ts';
import type { Library } from './library.ts';
import type { Gate, Line } from './line.ts';
import type { Pacer } from './pacing.ts';
import { channelDescription, historyPage } from './rows.ts';

/** Posts a page; the most Telegram gives. */
const pageLimit = 100;

/** One account over `line`; null when its saved session could not be read. `onClosed` is called once. */
export function accountGateway(accountId: number, line: Line | null, onClosed: () => void): AccountGateway {
  /** Sends one request and turns its answer into plain rows before anything else sees it. */
  async function ask<Request extends Api.AnyRequest, Value>(
    build: (library: Library) => Request,
    read: (answer: Request['__response'], library: Library) => GatewayResult<Value>,
    options?: RequestOptions,
    /** What an error answer means here, where it is no failure. */
    readError: (code: string) => Value | null = () => null,
  ): Promise<GatewayResult<Value>> {
    if (line === null) return failed(unreadableSessionFailure);
    const answer = await line.call(build, options);
    if (answer.ok) return read(answer.value, answer.library);
    const value = answer.answer === null ? null : readError(answer.answer.code);
    return value === null ? failed(answer.failure) : done(value);
  }

  function resolve(
    reference: WrittenReference | null,
    options?: RequestOptions,
  ): Promise<GatewayResult<ChannelDescription>> {
    switch (reference?.kind) {
      case 'username':
        return ask(
          ({ Api }) => new Api.contacts.ResolveUsername({ username: reference.username }),
          (answer) => resolvedChannel(answer, reference.username),
          options,
        );
      case 'invite':
        return ask(
          ({ Api }) => new Api.messages.CheckChatInvite({ hash: reference.hash }),
          (answer) => invitedChannel(answer),
          options,
        );
      case 'private':
        return Promise.resolve(
          failed({
            kind: 'no-access',
            message:
              'This link names a private channel by its number, by which it cannot be found. ' +
              'Add it by an invite link (https://t.me/+…) that this account has joined it with.',
          }),
        );
      case undefined:
        return Promise.resolve(
          failed({
            kind: 'not-found',
            message:
              'This is no name or link of a channel. Write @name, or a link such as https://t.me/name.',
          }),
        );
    }
  }

  return {
    accountId,
    readHistory: (channel, page, options) =>
      ask(
        (library) =>
          new library.Api.messages.GetHistory({
            peer: new library.Api.InputPeerChannel(inputFields(library, channel)),
            offsetId: page.beforeId,
            offsetDate: 0,
            addOffset: 0,
            limit: Math.min(pageLimit, Math.max(1, page.limit)),
            maxId: 0,
            minId: 0,
            hash: library.toBigInteger(0),
          }),
        (answer) => {
          const page = historyPage(answer, channel.channelId);
          return page === null ? failed(notModifiedFailure) : done(page);
        },
        options,
      ),
    readDialogs: (cursor, options) =>
      ask(
        (library) => dialogRequest(library, cursor),
        (answer) => done(dialogPage(answer, cursor)),
        options,
      ),
    resolveChannel: (reference, options) => resolve(readReference(reference), options),
    readChannel: (channel, options) =>
      ask(
        (library) =>
          new library.Api.channels.GetFullChannel({
            channel: new library.Api.InputChannel(inputFields(library, channel)),
          }),
        (answer) => fullChannel(answer, channel),
        options,
      ),
    readStates: async (channels, options) => {
      checkCount(channels.length, 'channels');
      if (channels.length === 0) return done([]);
      return ask(
        (library) => statesRequest(library, channels),
        (answer) => done(channelStates(answer)),
        options,
      );
    },
    readDifference: (channel, pts, options) =>
      ask(
        (library) => differenceRequest(library, channel, pts),
        (answer) => done(channelDifference(answer, channel.channelId)),
        options,
        differenceOfError,
      ),
    readMessages: async (channel, ids, options) => {
      checkCount(ids.length, 'messages');
      if (ids.length === 0) return done({ posts: [], missingIds: [], serviceIds: [] });
      return ask(
        (library) => messagesRequest(library, channel, ids),
        (answer) => {
          const found = messagesById(answer, channel.channelId, ids);
          return found === null ? failed(notModifiedFailure) : done(found);
        },
        options,
      );
    },
    signOut: async () => {
      const result = await ask(
        ({ Api }) => new Api.auth.LogOut(),
        () => done(null),
      );
      // An account that is signed out already is what was asked for.
      const isOut = result.ok || result.failure.kind === 'signed-out';
      if (isOut) await line?.hangUp();
      return isOut ? done(null) : result;
    },
    reconnect: async () => line?.hangUp(),
    close: async () => {
      await line?.close();
      onClosed();
    },
  };
}

/** Floods and pace of one account: what it asks before each of its requests. */
export function accountGate(accountId: number, floods: FloodGate, pacer: Pacer): Gate {
  return {
    admit: async (method, signal) => {
      const waitMs = floods.remainingMs(accountId, method);
      if (waitMs > 0) return floodFailure(method, waitMs);
      return (await pacer.turn(accountId, method, signal)) ? null : abortedFailure;
    },
    answered: (method) => pacer.answered(accountId, method),
    flooded: async (method, waitMs) => {
      pacer.flooded(accountId, method, waitMs);
      await floods.record(accountId, method, waitMs);
    },
  };
}

/** Telegram cuts off what is too long without a word: what was left out would be taken for missing. */
function checkCount(count: number, what: string): void {
  if (count > pageLimit)
    throw new RangeError(`At most ${pageLimit} ${what} are asked for at a time, not ${count}.`);
}

function resolvedChannel(
  answer: Api.contacts.ResolvedPeer,
  username: string,
): GatewayResult<ChannelDescription> {
  const { peer, chats } = answer;
  if (peer.className !== 'PeerChannel') return failed(notAChannel(`@${username} is a person or a bot`));
  const chat = chats.find((candidate) => candidate.id.toString() === peer.channelId.toString());
  return readableChannel(chat, `@${username}`);
}

function invitedChannel(answer: Api.TypeChatInvite): GatewayResult<ChannelDescription> {
  if (answer.className === 'ChatInviteAlready') return readableChannel(answer.chat, 'This link');
  const title = answer.className === 'ChatInvite' ? answer.title : titleOf(answer.chat);
  return failed({
    kind: 'no-access',
    message: `This account has not joined “${title}”. Join it in Telegram, then add it here: Tidings itself never joins.`,
  });
}

function fullChannel(answer: Api.messages.ChatFull, channel: ChannelAddress): GatewayResult<ChannelDetails> {
  const chat = answer.chats.find((candidate) => candidate.id.toString() === String(channel.channelId));
  const described = readableChannel(chat, 'This');
  if (!described.ok) return described;
  const full = answer.fullChat.className === 'ChannelFull' ? answer.fullChat : null;
  const subscribers = full?.participantsCount ?? described.value.subscribers;
  return done({ ...described.value, subscribers, pts: full?.pts ?? null });
}

function readableChannel(chat: Api.TypeChat | undefined, name: string): GatewayResult<ChannelDescription> {
  if (chat?.className === 'Channel' && chat.broadcast !== true) {
    return failed(notAChannel(`${name} is a group`));
  }
  if (chat?.className === 'Chat') return failed(notAChannel(`${name} is a group`));
  const channel = chat === undefined ? null : channelDescription(chat);
  if (channel !== null) return done(channel);
  return failed({ kind: 'no-access', message: `${name} is not open to this account.` });
}

function titleOf(chat: Api.TypeChat): string {
  return 'title' in chat ? chat.title : 'this channel';
}

function notAChannel(what: string): GatewayFailure {
  return {
    kind: 'refused',
    code: 'NOT_A_CHANNEL',
    message: `${what}, not a channel. Tidings collects channels.`,
  };
}

function done<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

function failed(failure: GatewayFailure): { readonly ok: false; readonly failure: GatewayFailure } {
  return { ok: false, failure };
}
