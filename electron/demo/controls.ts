import type { WorldClock } from './clock.ts';
import type { Cloud } from './cloud.ts';
import type { Counts } from './counts.ts';
import type { Fault } from './faults.ts';
import type { Network } from './listener.ts';
import { acceptToken } from './methods/login-token.ts';
import type { Connection } from './protocol/connection.ts';
import type { ServedPost } from './served.ts';
import type { Deletion } from './world/channel.ts';
import type { PostContent, WorldPost } from './world/post.ts';

/** An account as a person needs it in order to sign in. */
export interface AccountRecord {
  readonly id: number;
  /** Digits only. */
  readonly phone: string;
  readonly code: string;
  readonly password: string | null;
  readonly dataCentre: number;
}

/** A channel as the data centre itself knows it. */
export interface ChannelRecord {
  readonly id: number;
  readonly title: string;
  readonly username: string | null;
  readonly inviteHash: string | null;
  readonly subscribers: number;
  readonly posts: number;
  readonly topId: number;
  readonly pts: number;
}

/** What a post shall say; what is left out it does not have. */
export type PostDraft = { readonly [Part in keyof PostContent]?: PostContent[Part] | undefined };

/** How the network shall behave; what is left out stays as it is. */
export type Conditions = { readonly [Part in keyof Network]?: Network[Part] | undefined };

/** What can be done to a running data centre and asked of it. Channels go by id, username or title. */
export interface Controls {
  now(): number;
  /** Stops the world's clock at a moment. Throws when that is before now. */
  setClock(at: number): void;
  /** Moves the world's clock on; it stands still from then on. */
  advance(ms: number): void;

  /** Makes something go wrong. Throws when it names an account or channel that does not exist. */
  addFault(fault: Fault): void;
  clearFaults(): void;
  setNetwork(conditions: Conditions): void;
  /** Closes all connections: orderly, or breaking them off. */
  dropConnections(how: 'drop' | 'reset'): void;
  openConnections(): number;

  /** Ends the sessions of an account; its clients are told `reason` from then on. Returns how many there were. */
  revokeSessions(phone: string, reason?: string): number;
  /** Forgets the auth keys of an account, or all: clients are answered −404. Returns how many there were. */
  forgetKeys(phone: string | null): number;
  /** An account scans the QR code with this token. Throws AUTH_TOKEN_… when it is not good. */
  acceptLoginToken(token: Uint8Array, phone: string): void;

  accounts(): AccountRecord[];
  channels(): ChannelRecord[];
  /** The posts of a channel as they would be served now, newest first, from below `beforeId`. */
  posts(channel: string | number, beforeId?: number): Generator<WorldPost>;
  post(channel: string | number, id: number): WorldPost | null;
  /** Publishes a post now; returns its id. */
  addPost(channel: string | number, content: PostDraft): number;
  editPost(channel: string | number, id: number, text: string): void;
  deletePost(channel: string | number, id: number): void;

  /** What clients were given of a channel. Throws where the data centre was not started with `recordServed`. */
  served(channel: string | number): ServedPost[];
  /** The posts of a channel that were deleted, by themselves or on request, and when. */
  deletions(channel: string | number): Deletion[];

  counts(): Counts;
  clearCounts(): void;
  /** Mistakes of the data centre itself, in words; a test expects none. */
  defects(): readonly string[];
}

interface ControlsNeeds {
  readonly cloud: Cloud;
  readonly network: Network;
  readonly connections: () => readonly Connection[];
  readonly defects: readonly string[];
  readonly recordServed: boolean;
}

export function createControls({
  cloud,
  network,
  connections,
  defects,
  recordServed,
}: ControlsNeeds): Controls {
  const { world, accounts, keys } = cloud;
  const clock: WorldClock = cloud.clock;

  function* posts(channel: string | number, beforeId = Number.POSITIVE_INFINITY): Generator<WorldPost> {
    const found = world.named(channel);
    const now = clock.now();
    for (let id = Math.min(found.topId(now), beforeId - 1); id >= 1; id -= 1) {
      const post = found.post(id, now);
      if (post !== null) yield post;
    }
  }

  return {
    now: () => clock.now(),
    setClock: (at) => clock.set(at),
    advance: (ms) => clock.advance(ms),

    addFault(fault) {
      if (fault.account !== undefined) accounts.named(fault.account);
      const channelId = fault.channel === undefined ? null : world.named(fault.channel).plan.id;
      cloud.faults.add(fault, channelId, clock.now());
    },
    clearFaults: () => cloud.faults.clear(),
    setNetwork(conditions) {
      network.oneBytePieces = conditions.oneBytePieces ?? network.oneBytePieces;
      network.compressed = conditions.compressed ?? network.compressed;
      network.accepting = conditions.accepting ?? network.accepting;
    },
    dropConnections(how) {
      for (const connection of connections()) connection[how]();
    },
    openConnections: () => connections().length,

    revokeSessions(phone, reason = 'AUTH_KEY_UNREGISTERED') {
      const holders = keys.of(accounts.named(phone).id);
      for (const holder of holders) keys.signOut(holder, reason);
      return holders.length;
    },
    forgetKeys(phone) {
      const holders = keys.of(phone === null ? null : accounts.named(phone).id);
      for (const holder of holders) keys.forget(holder);
      return holders.length;
    },
    acceptLoginToken: (token, phone) =>
      acceptToken(cloud, Buffer.from(token), accounts.named(phone), clock.now()),

    accounts: () =>
      accounts.all.map(({ id, phone, code, password, dataCentre }) => ({
        id,
        phone,
        code,
        password,
        dataCentre,
      })),
    channels() {
      const now = clock.now();
      return world.channels.map((channel) => ({
        id: channel.plan.id,
        title: channel.plan.title,
        username: channel.plan.username,
        inviteHash: channel.plan.inviteHash,
        subscribers: channel.subscribers(now),
        posts: channel.count(now),
        topId: channel.topId(now),
        pts: channel.pts(now),
      }));
    },
    posts,
    post: (channel, id) => world.named(channel).post(id, clock.now()),
    addPost(channel, { text = '', media = null, textLink = null, author = null, forwardedFrom = null }) {
      return world.named(channel).add({ text, media, textLink, author, forwardedFrom }, clock.now());
    },
    editPost: (channel, id, text) => world.named(channel).edit(id, text, clock.now()),
    deletePost: (channel, id) => world.named(channel).remove(id, clock.now()),

    served(channel) {
      if (!recordServed) throw new Error('What is served is only recorded with the option recordServed.');
      return cloud.served.of(world.named(channel).plan.id);
    },
    deletions: (channel) => world.named(channel).deletions(clock.now()),

    counts: () => cloud.counter.read(),
    clearCounts: () => cloud.counter.clear(),
    defects: () => defects,
  };
}
