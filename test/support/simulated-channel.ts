import type {
  ChannelDifference,
  ChannelState,
  HistoryPage,
  MessagesById,
} from '../../electron/ports/gateway.ts';
import type { Post } from '../../shared/domain.ts';

/** Events of one difference, at most. */
const longestSlice = 100;

/** A channel as a script: its rows, and all that ever happened in it, in order. */
export interface SimulatedChannel {
  /** How many events have happened, and one: the channel's own creation. */
  pts(): number;
  publish(count: number): void;
  announce(count: number): void;
  /** Throws when there is no such post. */
  edit(id: number, change: Partial<Pick<Post, 'text' | 'media' | 'links' | 'pinned'>>): void;
  /** Ids that are not there are passed over, and are no event. */
  remove(ids: readonly number[]): void;
  /** Ids of posts, oldest first. */
  ids(): readonly number[];
  state(): ChannelState;
  /** `beforeId` 0: from the newest. */
  page(beforeId: number, rows: number): HistoryPage;
  /** Too long when more than `longest` events happened since. */
  difference(pts: number, longest: number): ChannelDifference;
  messages(ids: readonly number[]): MessagesById;
}

interface ChannelEvent {
  readonly kind: 'new' | 'edit' | 'delete';
  readonly id: number;
}

const noText = {
  editedAt: null,
  links: [],
  replies: null,
  reactions: [],
  media: null,
  groupId: null,
  author: null,
};

export function createSimulatedChannel(channelId: number): SimulatedChannel {
  const rows = new Map<number, Post | 'service'>();
  const events: ChannelEvent[] = [];
  let lastId = 0;

  const pts = (): number => events.length + 1;

  function add(row: (id: number) => Post | 'service', count: number): void {
    for (let index = 0; index < count; index += 1) {
      lastId += 1;
      rows.set(lastId, row(lastId));
      events.push({ kind: 'new', id: lastId });
    }
  }

  function postsOf(ids: Iterable<number>): Post[] {
    return [...new Set(ids)]
      .sort((one, other) => one - other)
      .flatMap((id) => {
        const row = rows.get(id);
        return row === undefined || row === 'service' ? [] : [row];
      });
  }

  return {
    pts,
    publish: (count) =>
      add(
        (id) => ({
          ...noText,
          channelId,
          id,
          postedAt: 1_700_000_000_000 + id * 60_000,
          text: `Post ${id} of channel ${channelId}`,
          views: id,
          forwards: 0,
          pinned: false,
        }),
        count,
      ),
    announce: (count) => add(() => 'service', count),
    edit(id, change) {
      const post = rows.get(id);
      if (post === undefined || post === 'service') throw new Error(`There is no post ${id} to edit.`);
      rows.set(id, { ...post, ...change, editedAt: (post.editedAt ?? post.postedAt) + 1000 });
      events.push({ kind: 'edit', id });
    },
    remove(ids) {
      for (const id of ids) if (rows.delete(id)) events.push({ kind: 'delete', id });
    },
    ids: () => [...rows].filter(([, row]) => row !== 'service').map(([id]) => id),
    state: () => ({
      channelId,
      pts: pts(),
      topMessageId: Math.max(0, ...rows.keys()),
      subscribers: null,
      title: `Channel ${channelId}`,
      username: null,
    }),
    page(beforeId, count) {
      const page = [...rows]
        .filter(([id]) => beforeId === 0 || id < beforeId)
        .sort(([one], [other]) => other - one)
        .slice(0, count);
      return {
        posts: page.flatMap(([, row]) => (row === 'service' ? [] : [row])),
        rows: page.length,
        oldestId: page.at(-1)?.[0] ?? null,
        pts: pts(),
      };
    },
    difference(since, longest) {
      if (since < 1 || since > pts()) return { kind: 'too-long', pts: null };
      if (pts() - since > longest) return { kind: 'too-long', pts: pts() };
      const slice = events.slice(since - 1, since - 1 + longestSlice);
      const idsOf = (kind: ChannelEvent['kind']): number[] =>
        slice.filter((event) => event.kind === kind).map(({ id }) => id);
      const deleted = new Set(idsOf('delete'));
      // As at Telegram, what is gone by now is told neither as new nor as edited.
      const fresh = idsOf('new').filter((id) => rows.has(id));
      return {
        kind: 'changes',
        pts: since + slice.length,
        final: since + slice.length === pts(),
        posts: postsOf([...fresh, ...idsOf('edit')]),
        deletedIds: [...deleted].sort((one, other) => one - other),
        newestId: fresh.length === 0 ? null : Math.max(...fresh),
      };
    },
    messages(ids) {
      const asked = [...new Set(ids)].sort((one, other) => one - other);
      return {
        posts: postsOf(asked),
        missingIds: asked.filter((id) => !rows.has(id)),
        serviceIds: asked.filter((id) => rows.get(id) === 'service'),
      };
    },
  };
}
