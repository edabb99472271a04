import { usernameIn } from '../../shared/channel-reference.ts';
import type { CollectionPace } from '../../shared/collection-cost.ts';
import type { ChannelReference, Handlers, Page } from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import type { Channel } from '../../shared/domain.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { StoreReader } from '../ports/store.ts';
import { createPostHandlers } from './post-handlers.ts';
import { createWatchReadHandlers } from './watch-handlers.ts';

export type ReadHandlers = Pick<
  Handlers,
  | 'snapshot.get'
  | 'settings.get'
  | 'runs.list'
  | 'runs.steps'
  | 'runs.events'
  | 'channels.list'
  | 'collection.pace'
  | 'dialogs.list'
  | 'posts.list'
  | 'posts.search'
  | 'posts.count'
  | 'posts.get'
  | 'watches.list'
  | 'alerts.list'
  | 'accounts.list'
>;

/** How fast this process may read of one account. */
export type ReadPace = Omit<CollectionPace, 'requestMs'>;

/** The requests that only read: answered by a process that collects and by a shell beside it alike. */
export function createReadHandlers(
  store: StoreReader,
  snapshot: () => Promise<Snapshot>,
  pace: ReadPace,
): ReadHandlers {
  return {
    'snapshot.get': snapshot,
    'settings.get': () => store.settings.read(),
    'runs.list': async ({ before, ...query }) =>
      pageOf(
        await store.runs.list({ ...query, ...(before === undefined ? {} : { beforeId: before }) }),
        query.limit,
      ),
    'runs.steps': ({ runId }) => store.runs.steps(runId),
    'runs.events': async ({ before, ...query }) =>
      pageOf(
        await store.audit.list({ ...query, ...(before === undefined ? {} : { beforeId: before }) }),
        query.limit,
      ),
    'channels.list': () => store.channels.list(),
    'collection.pace': async () => ({ ...pace, requestMs: await store.channels.requestMs() }),
    'dialogs.list': ({ accountId }) => store.dialogs.list(accountId),
    'posts.list': async ({ before, limit, ...reference }) => {
      const channel = findChannel(await store.channels.list(), reference);
      const page = before === undefined ? { limit } : { limit, beforeId: before };
      return pageOf(await store.posts.list(channel.id, page), limit);
    },
    'accounts.list': () => store.accounts.list(),
    ...createPostHandlers(store),
    ...createWatchReadHandlers(store),
  };
}

/** A full page may have a successor; a short one is the last. */
function pageOf<Item extends { readonly id: number }>(items: readonly Item[], limit: number): Page<Item> {
  return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}

/** The collected channel meant by an id, `@name`, link or exact title. Throws `RequestError` when there is none. */
export function findChannel(channels: readonly Channel[], wanted: ChannelReference): Channel {
  const found =
    'channelId' in wanted
      ? channels.find((channel) => channel.id === wanted.channelId)
      : findByReference(channels, wanted.reference);
  if (found !== undefined) return found;
  const name = 'channelId' in wanted ? `with the id ${wanted.channelId}` : `called ${wanted.reference}`;
  throw new RequestError({
    code: 'bad-request',
    message: `No channel ${name} is collected. "tidings channels list" shows those that are; "tidings channels add" adds one.`,
  });
}

function findByReference(channels: readonly Channel[], reference: string): Channel | undefined {
  const username = usernameIn(reference);
  return (
    channels.find((channel) => username !== null && channel.username?.toLowerCase() === username) ??
    channels.find((channel) => channel.title === reference) ??
    channels.find((channel) => String(channel.id) === reference)
  );
}
