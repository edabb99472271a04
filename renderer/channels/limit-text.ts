import { postLimit } from '../../shared/contract-schemas.ts';

export type LimitRead =
  | { readonly ok: true; readonly limit: number }
  | { readonly ok: false; readonly problem: string };

/** How many of the newest posts to re-read, as it was typed. */
export function readLimit(text: string): LimitRead {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'How many posts? A whole number from 1 to 1000.' };
  const parsed = postLimit.safeParse(/^-?[0-9.]+$/.test(trimmed) ? Number(trimmed) : undefined);
  if (parsed.success) return { ok: true, limit: parsed.data };
  return { ok: false, problem: `It ${parsed.error.issues[0]?.message ?? 'must be a number'}.` };
}

/** What the limit of a channel is called, wherever it stands. */
export const limitName = 'Newest posts re-read';

export const limitExplanation =
  'So many, 1 to 1000: when the channel is first collected, once a day, and in every run where that is switched on.';

export function whenReread({ reread }: { readonly reread: boolean }): string {
  return reread ? 'every run' : 'once a day';
}
