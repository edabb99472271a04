import type { ChannelPlan } from './catalogue.ts';
import { createEventLog } from './events.ts';
import { metricsAt, subscribersAt } from './metrics.ts';
import { createOverlay } from './overlay.ts';
import type { PostContent, WorldPost } from './post.ts';
import { hash } from './random.ts';
import { composePost, correctedText } from './theme.ts';
import { createTimeline } from './timeline.ts';

/** A change of a channel in the order in which it happened. */
export interface ChannelChange {
  /** The channel's `pts` right after it. */
  readonly pts: number;
  readonly kind: 'new' | 'edit' | 'delete';
  readonly id: number;
}

/** A channel of the world. Every question is asked for a moment, `now`, which must not go back. */
export interface WorldChannel {
  readonly plan: ChannelPlan;
  readonly createdAt: number;
  /** The highest id given so far, deleted posts included; 0 in an empty channel. */
  topId(now: number): number;
  /** Posts that exist. */
  count(now: number): number;
  pts(now: number): number;
  subscribers(now: number): number;
  /** The highest id of a post from before a moment; 0 when there is none. */
  lastIdBefore(at: number, now: number): number;
  exists(id: number, now: number): boolean;
  /** Null when there is no such post, or none any more. */
  post(id: number, now: number): WorldPost | null;
  /** What happened after `pts`, in order. */
  changesAfter(pts: number, now: number): ChannelChange[];
  /** Publishes a post; returns its id. */
  add(content: PostContent, now: number): number;
  /** Throws when there is no such post. */
  edit(id: number, text: string, now: number): void;
  /** Throws when there is no such post. */
  remove(id: number, now: number): void;
  /** What was deleted, by itself or on request, ascending by id. */
  deletions(now: number): Deletion[];
}

export interface Deletion {
  readonly id: number;
  readonly at: number;
}

export interface ChannelShape {
  readonly seed: number;
  readonly epochAt: number;
  /** Whether posts go on appearing after the epoch. */
  readonly isLive: boolean;
}

export function createChannel(plan: ChannelPlan, shape: ChannelShape): WorldChannel {
  const seed = hash(shape.seed, plan.id);
  const timeline = createTimeline({
    seed,
    epochAt: shape.epochAt,
    historyPosts: plan.historyPosts,
    historySpacingMs: plan.historySpacingMs,
    liveSpacingMs: shape.isLive ? plan.liveSpacingMs : null,
  });
  const log = createEventLog(timeline);
  const overlay = createOverlay();
  const growth = { seed, subscribers: plan.subscribers, epochAt: shape.epochAt };

  const topId = (now: number) => timeline.latestOrdinal(now) + overlay.addedCount();

  function content(ordinal: number): PostContent {
    const first = timeline.albumOf(ordinal);
    const composed = composePost(plan.theme, hash(seed, first ?? ordinal, 7));
    if (first === null) return composed;
    const media = {
      kind: 'photo',
      width: 1280,
      height: 853,
      size: 90_000 + (hash(seed, ordinal, 8) % 300_000),
    } as const;
    // An album carries its text on its first part.
    return { ...composed, media, text: ordinal === first ? composed.text : '' };
  }

  function generated(ordinal: number, id: number, now: number): WorldPost {
    const postedAt = timeline.postedAt(ordinal);
    if (ordinal === 1) return serviceNote(id, postedAt, 'created');
    if (log.isPinning(ordinal)) return serviceNote(id, postedAt, 'pinned');
    const group = timeline.albumOf(ordinal);
    const said = content(ordinal);
    const change = log.changeOf(ordinal);
    const edit = change?.kind === 'edit' && change.at <= now ? change : null;
    return finish(id, ordinal, postedAt, now, {
      ...said,
      text: edit === null ? said.text : correctedText(plan.theme, said.text),
      editedAt: edit === null ? null : edit.at,
      groupId: group === null ? null : plan.id * 2 ** 21 + (group % 2 ** 21),
      pinned: log.isPinning(ordinal + 1),
    });
  }

  function finish(
    id: number,
    ordinal: number,
    postedAt: number,
    now: number,
    rest: PostContent & Pick<WorldPost, 'editedAt' | 'groupId' | 'pinned'>,
  ): WorldPost {
    const metrics = metricsAt(
      {
        seed,
        ordinal,
        postedAt,
        subscribers: subscribersAt(growth, postedAt),
        emojis: plan.theme.emojis,
        hasComments: plan.hasComments,
      },
      now,
    );
    return { channelId: plan.id, id, postedAt, service: null, ...rest, ...metrics };
  }

  function serviceNote(id: number, postedAt: number, service: 'created' | 'pinned'): WorldPost {
    return {
      channelId: plan.id,
      id,
      postedAt,
      service,
      editedAt: null,
      text: '',
      media: null,
      textLink: null,
      groupId: null,
      author: null,
      forwardedFrom: null,
      pinned: false,
      views: 0,
      forwards: 0,
      replies: null,
      reactions: [],
    };
  }

  function post(id: number, now: number): WorldPost | null {
    if (!exists(id, now)) return null;
    const added = overlay.added(id);
    const found =
      added === undefined
        ? generated(overlay.ordinalOf(id), id, now)
        : // Ordinals of generated posts are positive: the negative id keeps the counters of the two apart.
          finish(id, -id, added.at, now, { ...added.content, editedAt: null, groupId: null, pinned: false });
    const edit = overlay.editOf(id);
    if (edit === undefined || (found.editedAt ?? 0) > edit.at) return found;
    return { ...found, text: edit.text, editedAt: edit.at };
  }

  function exists(id: number, now: number): boolean {
    if (id < 1 || overlay.isRemoved(id)) return false;
    if (overlay.added(id) !== undefined) return true;
    const ordinal = overlay.ordinalOf(id);
    return timeline.postedAt(ordinal) <= now && !isDeletedAnyway(id, now);
  }

  function lastIdBefore(at: number, now: number): number {
    let low = 0;
    let high = topId(now);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const postedAt = overlay.added(middle)?.at ?? timeline.postedAt(overlay.ordinalOf(middle));
      if (postedAt < at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function isDeletedAnyway(id: number, now: number): boolean {
    if (overlay.added(id) !== undefined) return false;
    const change = log.changeOf(overlay.ordinalOf(id));
    return change?.kind === 'delete' && change.at <= now;
  }

  function existing(id: number, now: number): WorldPost {
    const found = post(id, now);
    if (found === null) throw new Error(`${plan.title} has no post ${id}.`);
    return found;
  }

  return {
    plan,
    createdAt: timeline.postedAt(1),
    topId,
    lastIdBefore,
    exists,
    post,
    count(now) {
      const removed = overlay.removed().filter((id) => !isDeletedAnyway(id, now)).length;
      return topId(now) - log.deletedUntil(now) - removed;
    },
    pts: (now) => Math.max(1, log.countUntil(now) + overlay.changes().length),
    subscribers: (now) => subscribersAt(growth, now),
    changesAfter(pts, now) {
      const requested = overlay.changes();
      const numberOf = (index: number) => (requested[index]?.generatedBefore ?? 0) + index + 1;
      const seen = requested.filter((_, index) => numberOf(index) <= pts).length;
      const fromOverlay = requested
        .map(({ kind, id }, index) => ({ pts: numberOf(index), kind, id }))
        .slice(seen);
      const fromLog = log.after(Math.max(0, pts - seen), now).map((event) => ({
        pts: event.number + requested.filter(({ generatedBefore }) => generatedBefore < event.number).length,
        kind: event.kind,
        id: overlay.idOf(event.ordinal),
      }));
      return [...fromLog, ...fromOverlay].sort((a, b) => a.pts - b.pts);
    },
    add: (said, now) => overlay.add(said, wholeSecond(now), log.countUntil(now), timeline.latestOrdinal(now)),
    edit: (id, text, now) => overlay.edit(existing(id, now).id, text, wholeSecond(now), log.countUntil(now)),
    remove: (id, now) => overlay.remove(existing(id, now).id, now, log.countUntil(now)),
    deletions(now) {
      const moments = new Map(overlay.removals());
      for (const { ordinal, at } of log.deletionsUntil(now)) {
        const id = overlay.idOf(ordinal);
        moments.set(id, Math.min(at, moments.get(id) ?? at));
      }
      return [...moments].map(([id, at]) => ({ id, at })).sort((a, b) => a.id - b.id);
    },
  };
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
