import { keepDays as keepDaysSchema } from '../../shared/contract-schemas.ts';

export type KeepRead =
  | { readonly ok: true; readonly keepDays: number | null }
  | { readonly ok: false; readonly problem: string };

/** For how many days posts are kept, as it was typed. Nothing typed, and "for ever", is for ever. */
export function readKeep(text: string): KeepRead {
  const typed = text.trim().toLowerCase();
  if (typed === '' || typed === 'for ever' || typed === 'forever') return { ok: true, keepDays: null };
  const parsed = keepDaysSchema.safeParse(/^-?[0-9.]+$/.test(typed) ? Number(typed) : undefined);
  if (parsed.success) return { ok: true, keepDays: parsed.data };
  const issue = parsed.error.issues[0]?.message ?? 'must be a number of days';
  return { ok: false, problem: `It ${issue}, or nothing for ever.` };
}

export function keepText(keepDays: number | null): string {
  return keepDays === null ? '' : String(keepDays);
}
