import { expect, test } from 'vitest';
import { assignChannels } from '../../../electron/collector/assignment.ts';

const free = (...accountIds: number[]) => accountIds.map((accountId) => ({ accountId, blockedMs: 0 }));

test('channels that several accounts reach are spread evenly, around those that only one reaches', () => {
  const assignment = assignChannels([
    { channelId: 10, accounts: free(1, 2) },
    { channelId: 11, accounts: free(1, 2) },
    { channelId: 12, accounts: free(1) },
    { channelId: 13, accounts: free(1) },
  ]);
  expect(assignment).toEqual(
    new Map([
      [1, [12, 13]],
      [2, [10, 11]],
    ]),
  );
});

test('an account that need not wait comes before one that must', () => {
  const accounts = [
    { accountId: 1, blockedMs: 2000 },
    { accountId: 2, blockedMs: 0 },
  ];
  expect(
    assignChannels([
      { channelId: 10, accounts },
      { channelId: 11, accounts },
    ]),
  ).toEqual(new Map([[2, [10, 11]]]));
});

test('a channel that nobody reaches is given to nobody', () => {
  expect(assignChannels([{ channelId: 10, accounts: [] }])).toEqual(new Map());
});
