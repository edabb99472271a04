import { useState } from 'react';
import { readLimit } from './limit-text.ts';

/** How many posts are to be re-read, as it stands in its field. */
export interface LimitDraft {
  readonly text: string;
  /** Why it cannot be used, once that was tried or the field was left. */
  readonly problem: string | null;
  /** Null where what stands there is no such number. */
  readonly limit: number | null;
  write(text: string): void;
  /** The number to use; null where there is none, and then the problem is shown. */
  take(): number | null;
}

export function useLimitDraft(fallback: number): LimitDraft {
  const [typed, setTyped] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const text = typed ?? String(fallback);
  const read = readLimit(text);
  const limit = read.ok ? read.limit : null;
  return {
    text,
    limit,
    problem: tried && !read.ok ? read.problem : null,
    write(next) {
      setTyped(next);
      setTried(false);
    },
    take() {
      setTried(true);
      return limit;
    },
  };
}
