/** Which rows are ticked. A shift-press ticks, or unticks, all from the row pressed before. */

export interface Selection {
  readonly ids: ReadonlySet<number>;
  /** The row pressed last, from which a range begins; null before the first. */
  readonly anchor: number | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

/** `order`: the rows as they are shown. */
export function press(
  { ids, anchor }: Selection,
  id: number,
  { range, order }: { readonly range: boolean; readonly order: readonly number[] },
): Selection {
  const selected = !ids.has(id);
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  const pressed =
    range && from >= 0 && to >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  const next = new Set(ids);
  for (const each of pressed) {
    if (selected) next.add(each);
    else next.delete(each);
  }
  return { ids: next, anchor: id };
}

/** Ticks all of them, or, where they are ticked already, unticks them; what is not shown stays as it is. */
export function pressAll({ ids }: Selection, shown: readonly number[]): Selection {
  const next = new Set(ids);
  const all = shown.length > 0 && shown.every((id) => ids.has(id));
  for (const id of shown) {
    if (all) next.delete(id);
    else next.add(id);
  }
  return { ids: next, anchor: null };
}
