import { describe, expect, test } from 'vitest';
import { costOfRun, requestsOf } from '../../../shared/collection-cost.ts';

const read = { limit: 50, backfill: false, reread: false, covered: [{ fromId: 51, toId: 100 }] };
const pace = { burst: 20, intervalMs: 1500, requestMs: 100 };

describe('one run costs a channel at most', () => {
  test.each([
    ['one request for what has changed', read, 1],
    ['whatever its limit', { ...read, limit: 1000 }, 1],
    ['its newest posts as well where they are read every time', { ...read, limit: 250, reread: true }, 4],
    ['its newest posts alone the first time', { ...read, limit: 250, covered: [] }, 3],
    ['five pages more while it is read back', { ...read, backfill: true }, 6],
    [
      'and none of them once its first message was met',
      { ...read, backfill: true, covered: [{ fromId: 0, toId: 9 }] },
      1,
    ],
  ])('%s', (_what, channel, requests) => {
    expect(requestsOf(channel)).toBe(requests);
  });
});

test('a run asks for every hundred of an account’s channels which of them have moved', () => {
  expect(costOfRun([], 1, pace)).toEqual({ requests: 0, durationMs: 0 });
  expect(costOfRun([read], 3, pace).requests).toBe(2);
  expect(costOfRun(Array(100).fill(read), 1, pace).requests).toBe(101);
  expect(costOfRun(Array(101).fill(read), 1, pace).requests).toBe(103);
  expect(costOfRun(Array(101).fill(read), 2, pace).requests).toBe(103);
});

test('a run takes as long as its network or its pace, whichever is slower, accounts side by side', () => {
  expect(costOfRun(Array(9).fill(read), 1, pace).durationMs).toBe(1000);
  expect(costOfRun(Array(99).fill(read), 1, pace).durationMs).toBe(80 * 1500);
  expect(costOfRun(Array(198).fill(read), 2, pace).durationMs).toBe(80 * 1500);
});
