import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../electron/telegram/waiting.ts';

describe('the pause between attempts', () => {
  it('doubles up to its limit, half of it at random', () => {
    expect([1, 2, 3, 4, 5].map((attempt) => backoffMs(attempt, 1000, 6000, 0))).toEqual([
      500, 1000, 2000, 3000, 3000,
    ]);
    expect([1, 2, 3, 4, 5].map((attempt) => backoffMs(attempt, 1000, 6000, 1))).toEqual([
      1000, 2000, 4000, 6000, 6000,
    ]);
  });
});
