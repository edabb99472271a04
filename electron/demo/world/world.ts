import { planChannels } from './catalogue.ts';
import { createChannel, type WorldChannel } from './channel.ts';

/** Everything there is to read. */
export interface World {
  readonly epochAt: number;
  readonly channels: readonly WorldChannel[];
  byId(id: number): WorldChannel | undefined;
  /** Upper and lower case do not matter. */
  byUsername(username: string): WorldChannel | undefined;
  byInvite(hash: string): WorldChannel | undefined;
  /** By id, username or title, as a person names it. Throws when there is no such channel. */
  named(name: string | number): WorldChannel;
}

export interface WorldShape {
  readonly seed: number;
  /** Where the channels' history ends and their live posts begin. */
  readonly epochAt: number;
  readonly channels: number;
  /** Posts each channel has at the epoch, instead of as many as the catalogue says. */
  readonly postsPerChannel: number | null;
  readonly withPrivate: boolean;
  readonly isLive: boolean;
  /** Mean distance of live posts of each channel, instead of the catalogue's. */
  readonly liveSpacingMs: number | null;
}

/** A world is a function of its shape and of the clock: no post is kept in memory. */
export function createWorld(shape: WorldShape): World {
  const { seed, epochAt, isLive } = shape;
  const channels = planChannels(seed, shape.channels, shape.withPrivate).map((plan) =>
    createChannel(
      {
        ...plan,
        historyPosts: shape.postsPerChannel ?? plan.historyPosts,
        liveSpacingMs: shape.liveSpacingMs ?? plan.liveSpacingMs,
      },
      { seed, epochAt, isLive },
    ),
  );
  const ids = new Map(channels.map((channel) => [channel.plan.id, channel]));
  const names = new Map(channels.map((channel) => [channel.plan.username?.toLowerCase(), channel]));
  const byUsername = (username: string) => names.get(username.toLowerCase());

  return {
    epochAt,
    channels,
    byUsername,
    byId: (id) => ids.get(id),
    byInvite: (hash) => channels.find(({ plan }) => plan.inviteHash === hash),
    named(name) {
      const found =
        typeof name === 'number'
          ? ids.get(name)
          : (byUsername(name.replace(/^@/, '')) ?? channels.find(({ plan }) => plan.title === name));
      if (found === undefined) throw new Error(`The demo world has no channel “${name}”.`);
      return found;
    },
  };
}
