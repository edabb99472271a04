/** Who could read a channel, and how long each would have to wait before it may ask. */
export interface Candidates {
  readonly channelId: number;
  readonly accounts: readonly { readonly accountId: number; readonly blockedMs: number }[];
}

/**
 * Gives each channel to one account: to one that need not wait where there is one, and among those to the one
 * with the least to do. Channels that few accounts reach choose first, so that the others even the load out.
 * Each account's channels keep the order they came in. A channel without a candidate is given to nobody.
 */
export function assignChannels(channels: readonly Candidates[]): ReadonlyMap<number, readonly number[]> {
  const accountOf = new Map<number, number>();
  const loads = new Map<number, number>();
  const loadOf = (accountId: number): number => loads.get(accountId) ?? 0;

  for (const { channelId, accounts } of [...channels].sort(
    (one, other) => one.accounts.length - other.accounts.length,
  )) {
    const [chosen] = [...accounts].sort(
      (one, other) => one.blockedMs - other.blockedMs || loadOf(one.accountId) - loadOf(other.accountId),
    );
    if (chosen === undefined) continue;
    accountOf.set(channelId, chosen.accountId);
    loads.set(chosen.accountId, loadOf(chosen.accountId) + 1);
  }

  return new Map(
    [...loads.keys()].map((accountId) => [
      accountId,
      channels
        .map(({ channelId }) => channelId)
        .filter((channelId) => accountOf.get(channelId) === accountId),
    ]),
  );
}
