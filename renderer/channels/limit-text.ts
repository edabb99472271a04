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
