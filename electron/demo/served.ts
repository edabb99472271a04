import type { Media, WorldPost } from './world/post.ts';

/** What a post said when it was served: what an archive of it has to know. Its counters are left out. */
export interface ServedState {
  readonly text: string;
  /** Whole seconds, as Telegram tells it. */
  readonly editedAt: number | null;
  readonly media: Media['kind'] | null;
  /** Addresses that a client finds beside the text: beneath words, and in the preview. */
  readonly links: readonly string[];
  /** By the world's clock. */
  readonly firstServedAt: number;
}

/** A post that was served, with every state it was ever served in, oldest first. */
export interface ServedPost {
  readonly id: number;
  readonly states: readonly ServedState[];
}

/** What clients were given of each channel: what they cannot say they never saw. */
export interface ServedRecord {
  /** Notes rows of an answer; service messages are no posts. */
  note(posts: readonly WorldPost[], now: number): void;
  /** Ascending by id. */
  of(channelId: number): ServedPost[];
}

/** Grows with every post that is served, so it is only kept where it is asked for. */
export function createServedRecord(isKept: boolean): ServedRecord {
  const channels = new Map<number, Map<number, ServedState[]>>();

  function noteOne(post: WorldPost, now: number): void {
    const posts = channels.get(post.channelId) ?? new Map<number, ServedState[]>();
    channels.set(post.channelId, posts);
    const states = posts.get(post.id) ?? [];
    posts.set(post.id, states);
    const state = stateOf(post, now);
    if (!states.some((known) => isSame(known, state))) states.push(state);
  }

  return {
    note(posts, now) {
      if (!isKept) return;
      for (const post of posts) if (post.service === null) noteOne(post, now);
    },
    of: (channelId) =>
      [...(channels.get(channelId) ?? [])]
        .map(([id, states]) => ({ id, states: [...states] }))
        .sort((one, other) => one.id - other.id),
  };
}

function stateOf(post: WorldPost, now: number): ServedState {
  const { text, editedAt, media, textLink } = post;
  const links = new Set<string>();
  if (textLink !== null && text.includes(textLink.words)) links.add(textLink.url);
  if (media?.kind === 'link') links.add(media.url);
  const shown = new Set(text.match(/https:\/\/\S+/g) ?? []);
  return {
    text,
    editedAt: editedAt === null ? null : Math.floor(editedAt / 1000) * 1000,
    media: media?.kind ?? null,
    links: [...links].filter((link) => !shown.has(link)),
    firstServedAt: now,
  };
}

function isSame(one: ServedState, other: ServedState): boolean {
  return (
    one.text === other.text &&
    one.editedAt === other.editedAt &&
    one.media === other.media &&
    one.links.length === other.links.length &&
    one.links.every((link, place) => link === other.links[place])
  );
}
