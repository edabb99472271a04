import { passphraseSchema } from '../../shared/contract-schemas.ts';
import { problemSentence } from '../ui/problem-words.ts';

/** What is wrong with a passphrase typed twice, by field, as sentences. */
export interface PairProblems {
  readonly first: string | null;
  readonly second: string | null;
}

export const noProblems: PairProblems = { first: null, second: null };

/** Judges its length and that both are the same; how hard it is to guess is left to whoever chooses it. */
export function checkPair(first: string, second: string): PairProblems {
  const parsed = passphraseSchema.safeParse(first);
  if (!parsed.success) {
    return { ...noProblems, first: problemSentence(parsed.error.issues[0]?.message ?? 'is not usable') };
  }
  return first === second
    ? noProblems
    : { ...noProblems, second: 'The two are not the same. Type it again.' };
}
