import type { PostFilter } from '../../shared/archive.ts';
import type { RequestOf, ResponseOf } from '../../shared/contract.ts';
import { messageOf } from '../state/asked.ts';
import type { Bridge } from '../wire.ts';
import { appended, noPages, type PostPages, renewed, slotsOf, trimmed } from './post-pages.ts';

/** A list of posts that is asked for as it is read: ahead of the scroll, forgotten behind it, never moved by itself. */

export const pageSize = 100;
const pagesKept = 40;
/** Rows in memory on both sides of what is seen. Fast scrolling covers some fifty rows a tenth of a second. */
const ahead = 400;
/** Beyond this a browser cannot tell the rows' places apart: the list goes on by date. */
export const rowsAtMost = 200_000;
const renewalGapMs = 2000;

export interface PostFeedState {
  readonly phase: 'asking' | 'shown' | 'refused' | 'failed';
  /** Why nothing is shown, or why it does not go on; null otherwise. */
  readonly problem: string | null;
  readonly pages: PostPages;
  /** Posts newer than the newest shown. `more`: at least so many. */
  readonly fresh: { readonly count: number; readonly more: boolean };
}

export interface PostFeed {
  readonly filter: PostFilter;
  get(): PostFeedState;
  subscribe(listener: () => void): () => void;
  /** Rows [from, to) are in view. */
  look(from: number, to: number): void;
  /** Begins again at the newest post. */
  restart(): Promise<void>;
  tryAgain(): void;
  end(): void;
}

type SearchAnswer = ResponseOf<'posts.search'>;

export function createPostFeed(bridge: Bridge, filter: PostFilter): PostFeed {
  const listeners = new Set<() => void>();
  const underWay = new Set<number>();
  let state: PostFeedState = {
    phase: 'asking',
    problem: null,
    pages: noPages,
    fresh: { count: 0, more: false },
  };
  let view = { from: 0, to: 0 };
  let appending = false;
  let ended = false;
  /** Grows with each new beginning: answers to questions of an earlier one are no longer wanted. */
  let beginning = 0;
  let renewal: ReturnType<typeof setTimeout> | null = null;
  let renewing = false;

  function set(change: Partial<PostFeedState>): void {
    if (ended) return;
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function search(before: number | undefined): Promise<SearchAnswer> {
    const request: RequestOf<'posts.search'> = { ...filter, limit: pageSize };
    return bridge.request('posts.search', before === undefined ? request : { ...request, before });
  }

  async function begin(): Promise<void> {
    beginning += 1;
    const mine = beginning;
    underWay.clear();
    appending = true;
    try {
      const answer = await search(undefined);
      if (mine !== beginning) return;
      view = { from: 0, to: view.to - view.from };
      set(
        answer.accepted
          ? {
              phase: 'shown',
              problem: null,
              pages: appended(noPages, answer),
              fresh: { count: 0, more: false },
            }
          : { phase: 'refused', problem: answer.reason, pages: noPages },
      );
    } catch (error) {
      // Cut off: asked again once connected.
      if (mine === beginning && bridge.connection().kind === 'connected')
        set({ phase: state.pages.rows > 0 ? 'shown' : 'failed', problem: messageOf(error) });
    } finally {
      if (mine === beginning) appending = false;
    }
    ask();
  }

  function ask(): void {
    if (ended || state.phase !== 'shown' || state.problem !== null) return;
    const { pages } = state;
    for (const index of slotsOf(pages, view.from - ahead, view.to + ahead))
      if (pages.slots[index]?.posts === null && !underWay.has(index)) void renew(index);
    const wanted = !pages.complete && view.to + ahead >= pages.rows && pages.rows < rowsAtMost;
    if (wanted && !appending) void append();
  }

  /** One question whose answer changes the pages, unless the list has begun anew meanwhile. */
  async function change(
    before: number | undefined,
    by: (pages: PostPages, answer: SearchAnswer & { accepted: true }) => PostPages,
  ): Promise<void> {
    const mine = beginning;
    try {
      const answer = await search(before);
      if (mine !== beginning || ended) return;
      if (answer.accepted) set({ pages: trimmed(by(state.pages, answer), view.from, pagesKept) });
      else set({ problem: answer.reason });
    } catch (error) {
      if (mine === beginning && bridge.connection().kind === 'connected') set({ problem: messageOf(error) });
    }
  }

  async function append(): Promise<void> {
    appending = true;
    const mine = beginning;
    await change(state.pages.next, appended);
    if (mine !== beginning) return;
    appending = false;
    if (bridge.connection().kind === 'connected') ask();
  }

  async function renew(index: number): Promise<void> {
    underWay.add(index);
    const mine = beginning;
    await change(state.pages.slots[index]?.before, (pages, { items }) => renewed(pages, index, items));
    if (mine === beginning) underWay.delete(index);
  }

  /** Counts what is new above, and reads what is in view once more: counters move, posts are edited. */
  async function lookAgain(): Promise<void> {
    if (state.phase === 'failed' || (state.phase === 'shown' && state.pages.rows === 0)) return begin();
    if (state.phase !== 'shown') return;
    const mine = beginning;
    const newest = state.pages.slots[0]?.newestKey ?? 0;
    const [answer] = await Promise.all([
      search(undefined).catch(() => null),
      ...slotsOf(state.pages, view.from, view.to)
        .filter((index) => index > 0 && !underWay.has(index))
        .map(renew),
    ]);
    // What could not be looked at again is looked at with the next change: what is shown stays right as of then.
    if (answer === null || !answer.accepted || mine !== beginning || ended) return;
    const fresh = answer.items.filter(({ key }) => key > newest).length;
    set({
      fresh: { count: fresh, more: fresh === answer.items.length && answer.next !== null },
      pages: renewed(state.pages, 0, answer.items),
    });
  }

  function changed(): void {
    if (renewal !== null || ended) return;
    const wait = renewing ? renewalGapMs : 0;
    renewal = setTimeout(() => {
      renewal = null;
      renewing = true;
      void lookAgain();
      setTimeout(() => {
        renewing = false;
      }, renewalGapMs);
    }, wait);
  }

  const unsubscribes = [
    bridge.on('changed', ({ lists }) => {
      if (lists.includes('posts') || lists.includes('runs')) changed();
    }),
    bridge.onConnection(({ kind }) => {
      if (kind !== 'connected') return;
      if (state.phase === 'asking') void begin();
      else {
        changed();
        ask();
      }
    }),
  ];
  void begin();

  return {
    filter,
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look(from, to) {
      view = { from, to };
      ask();
    },
    restart: begin,
    tryAgain() {
      const began = state.phase === 'shown';
      set({ problem: null, ...(began ? {} : { phase: 'asking' }) });
      if (began) ask();
      else void begin();
    },
    end() {
      ended = true;
      if (renewal !== null) clearTimeout(renewal);
      for (const unsubscribe of unsubscribes) unsubscribe();
    },
  };
}
