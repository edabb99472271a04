import type { NewWatch, Watch } from '../../shared/archive.ts';
import { newWatchSchema } from '../../shared/contract-archive-schemas.ts';
import { formatCount, plural } from '../../shared/format.ts';

/** A watch in words, and a watch out of what was typed into its form. */

export const watchKinds = ['words', 'silence', 'loss'] as const;
export type WatchKind = (typeof watchKinds)[number];

export const watchKindWords: Readonly<
  Record<WatchKind, { readonly label: string; readonly field: string; readonly hint: string }>
> = {
  words: {
    label: 'A new post mentions',
    field: 'Words',
    hint: 'Words, "phrases", beginnings* and -exclusions, as in a search.',
  },
  silence: {
    label: 'A channel falls silent',
    field: 'Hours without a post',
    hint: 'Told once, until it posts again.',
  },
  loss: {
    label: 'A channel loses subscribers',
    field: 'More than, percent in a day',
    hint: 'Subscribers are counted once a day.',
  },
};

/** `“flood” in any channel`, `Harbourview News silent for 48 hours`. */
export function watchInWords(watch: Watch | NewWatch, channelTitle: string | null): string {
  const where = channelTitle ?? 'any channel';
  switch (watch.kind) {
    case 'words':
      return `“${watch.text}” in ${where}`;
    case 'silence':
      return `${capital(where)} silent for ${plural(watch.hours, 'hour')}`;
    case 'loss':
      return `${capital(where)} losing more than ${formatCount(watch.percent)} % of its subscribers in a day`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What was typed, as a watch; or what is wrong with it. A number may be written with a comma. */
export function watchOf(
  kind: WatchKind,
  typed: string,
  channelId: number | null,
): { readonly watch: NewWatch } | { readonly problem: string } {
  const number = Number(typed.trim().replace(',', '.'));
  const value = typed.trim() === '' ? Number.NaN : number;
  const parsed = newWatchSchema.safeParse(
    kind === 'words'
      ? { kind, text: typed, channelId }
      : kind === 'silence'
        ? { kind, hours: value, channelId }
        : { kind, percent: value, channelId },
  );
  if (parsed.success) return { watch: parsed.data };
  return { problem: parsed.error.issues[0]?.message ?? 'cannot be used' };
}
