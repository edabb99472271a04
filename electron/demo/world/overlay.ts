import type { PostContent } from './post.ts';

/** Something that was done to a channel on request. */
export interface RequestedChange {
  readonly kind: 'new' | 'edit' | 'delete';
  readonly id: number;
  /** How many generated events of the channel had happened before it: fixes its place among them for good. */
  readonly generatedBefore: number;
}

interface AddedPost {
  readonly at: number;
  readonly content: PostContent;
  /** The generated post it came after. */
  readonly afterOrdinal: number;
}

/** Posts added, edited and removed on request, laid over the generated ones. Only this takes memory. */
export interface Overlay {
  /** The id of a generated post: its ordinal and the posts added before it. */
  idOf(ordinal: number): number;
  /** The inverse of `idOf`, for an id that is no added post's. */
  ordinalOf(id: number): number;
  added(id: number): AddedPost | undefined;
  addedCount(): number;
  editOf(id: number): { readonly text: string; readonly at: number } | undefined;
  isRemoved(id: number): boolean;
  removed(): number[];
  /** When each removed post was removed. */
  removals(): ReadonlyMap<number, number>;
  changes(): readonly RequestedChange[];
  add(content: PostContent, at: number, generatedBefore: number, afterOrdinal: number): number;
  edit(id: number, text: string, at: number, generatedBefore: number): void;
  remove(id: number, at: number, generatedBefore: number): void;
}

export function createOverlay(): Overlay {
  const addedIds: number[] = [];
  const posts = new Map<number, AddedPost>();
  const edits = new Map<number, { readonly text: string; readonly at: number }>();
  const removals = new Map<number, number>();
  const changes: RequestedChange[] = [];

  /** How many added posts, oldest first, satisfy a condition that turns false once and for all. */
  function countWhile(holds: (id: number) => boolean): number {
    let low = 0;
    let high = addedIds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(addedIds[middle] ?? 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    idOf: (ordinal) => ordinal + countWhile((id) => (posts.get(id)?.afterOrdinal ?? 0) < ordinal),
    ordinalOf: (id) => id - countWhile((added) => added < id),
    added: (id) => posts.get(id),
    addedCount: () => addedIds.length,
    editOf: (id) => edits.get(id),
    isRemoved: (id) => removals.has(id),
    removed: () => [...removals.keys()],
    removals: () => removals,
    changes: () => changes,
    add(content, at, generatedBefore, afterOrdinal) {
      const id = afterOrdinal + addedIds.length + 1;
      addedIds.push(id);
      posts.set(id, { at, content, afterOrdinal });
      changes.push({ kind: 'new', id, generatedBefore });
      return id;
    },
    edit(id, text, at, generatedBefore) {
      edits.set(id, { text, at });
      changes.push({ kind: 'edit', id, generatedBefore });
    },
    remove(id, at, generatedBefore) {
      removals.set(id, at);
      changes.push({ kind: 'delete', id, generatedBefore });
    },
  };
}
