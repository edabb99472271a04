import type { HeldPost } from '../../shared/domain.ts';

/** The pages of a list of posts as far as they are known: which rows there are, and which of them are in memory. */

export interface PostPages {
  readonly slots: readonly PageSlot[];
  /** Rows known so far, in memory or not. */
  readonly rows: number;
  /** What asks for the page after the last known one. */
  readonly next: number | undefined;
  readonly complete: boolean;
}

export interface PageSlot {
  /** The cursor that asks for this page again; undefined for the newest. */
  readonly before: number | undefined;
  /** Its first row. */
  readonly start: number;
  readonly count: number;
  readonly newestKey: number;
  readonly oldestKey: number;
  readonly oldestPostedAt: number;
  /** Null once it was dropped from memory. */
  readonly posts: readonly HeldPost[] | null;
}

export const noPages: PostPages = { slots: [], rows: 0, next: undefined, complete: false };

interface Answer {
  readonly items: readonly HeldPost[];
  readonly next: number | null;
}

/** With one page more at the end. */
export function appended(pages: PostPages, { items, next }: Answer): PostPages {
  const end = { next: next ?? undefined, complete: next === null };
  const [newest, oldest] = [items[0], items.at(-1)];
  if (newest === undefined || oldest === undefined) return { ...pages, ...end };
  const slot: PageSlot = {
    before: pages.next,
    start: pages.rows,
    count: items.length,
    newestKey: newest.key,
    oldestKey: oldest.key,
    oldestPostedAt: oldest.postedAt,
    posts: items,
  };
  return { ...end, slots: [...pages.slots, slot], rows: pages.rows + items.length };
}

/**
 * With a page as it is now. It keeps its bounds, so that what others hold is neither doubled nor moved: newer posts
 * are not let in above it, and what the answer does not reach stays as it was.
 */
export function renewed(pages: PostPages, index: number, items: readonly HeldPost[]): PostPages {
  const slot = pages.slots[index];
  if (slot === undefined) return pages;
  const reached = items.at(-1)?.key ?? Number.POSITIVE_INFINITY;
  const posts = [
    ...items.filter(({ key }) => key <= slot.newestKey && key >= slot.oldestKey),
    ...(items.length === 0 ? [] : (slot.posts ?? []).filter(({ key }) => key < reached)),
  ];
  const shift = posts.length - slot.count;
  return {
    ...pages,
    rows: pages.rows + shift,
    slots: pages.slots.map((one, at) =>
      at === index
        ? { ...one, posts, count: posts.length }
        : at > index && shift !== 0
          ? { ...one, start: one.start + shift }
          : one,
    ),
  };
}

/** With at most `keep` pages in memory: those nearest to the row at `row`. */
export function trimmed(pages: PostPages, row: number, keep: number): PostPages {
  const here = slotAt(pages, row);
  const held = pages.slots.flatMap((slot, index) => (slot.posts === null ? [] : [index]));
  if (held.length <= keep) return pages;
  const far = new Set(
    held.toSorted((one, other) => Math.abs(other - here) - Math.abs(one - here)).slice(0, held.length - keep),
  );
  return {
    ...pages,
    slots: pages.slots.map((slot, index) => (far.has(index) ? { ...slot, posts: null } : slot)),
  };
}

/** The pages that rows [from, to) are on. */
export function slotsOf(pages: PostPages, from: number, to: number): readonly number[] {
  if (pages.slots.length === 0 || to <= from) return [];
  const first = slotAt(pages, Math.max(0, from));
  const last = slotAt(pages, Math.min(pages.rows, to) - 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** Null while its page is not in memory. */
export function postAt(pages: PostPages, row: number): HeldPost | null {
  const slot = pages.slots[slotAt(pages, row)];
  return slot?.posts?.[row - slot.start] ?? null;
}

/** When the post of a row was published, also where only its page's end is remembered. */
export function postedAt(pages: PostPages, row: number): number | null {
  const slot = pages.slots[slotAt(pages, row)];
  if (slot === undefined) return null;
  if (slot.posts === null) return row === slot.start + slot.count - 1 ? slot.oldestPostedAt : null;
  return slot.posts[row - slot.start]?.postedAt ?? null;
}

export function rowOf(pages: PostPages, name: { readonly channelId: number; readonly postId: number }) {
  for (const { start, posts } of pages.slots) {
    const place = posts?.findIndex(({ channelId, id }) => channelId === name.channelId && id === name.postId);
    if (place !== undefined && place !== -1) return start + place;
  }
  return null;
}

function slotAt({ slots }: PostPages, row: number): number {
  let [low, high] = [0, slots.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((slots[middle]?.start ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
