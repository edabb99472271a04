import type { ContractClient } from '../../shared/contract.ts';
import { formatCount, formatDuration, formatEta, plural } from '../../shared/format.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { printable, shorten } from './output.ts';

const ticksMs = 250;

/**
 * Keeps one line of a terminal up to date while a run is under way: channel, X/Y, messages, errors, running
 * for, ETA. Returns its end, which clears the line.
 */
export function showProgress(
  client: Pick<ContractClient, 'on'>,
  stream: NodeJS.WriteStream | null,
): () => void {
  if (stream === null) return () => undefined;
  let latest: { readonly snapshot: Snapshot; readonly receivedAt: number } | null = null;
  const draw = (): void => {
    if (latest?.snapshot.run == null) return;
    const line = progressLine(latest.snapshot.run, performance.now() - latest.receivedAt);
    stream.write(`\r\u001b[2K${shorten(printable(line), Math.max(20, (stream.columns ?? 80) - 1))}`);
  };
  const unsubscribe = client.on('snapshot', (snapshot) => {
    latest = { snapshot, receivedAt: performance.now() };
    draw();
  });
  const timer = setInterval(draw, ticksMs);
  return () => {
    unsubscribe();
    clearInterval(timer);
    stream.write('\r\u001b[2K');
  };
}

/** The line itself; `sinceMs` is how old the snapshot is. */
export function progressLine(live: NonNullable<Snapshot['run']>, sinceMs: number): string {
  const { run, standstill } = live;
  const titles = live.collecting.map(({ title }) => title).join(', ');
  const parts = [
    titles === '' ? 'Collecting' : titles,
    `${formatCount(run.channelsDone)}/${plural(run.channelsTotal, 'channel')}`,
    plural(run.messages, 'message'),
    plural(run.errors, 'error'),
    `running for ${formatDuration(live.elapsedMs + sinceMs)}`,
  ];
  if (live.eta !== null) parts.push(formatEta(live.eta));
  if (standstill?.kind === 'flood') {
    parts.unshift(
      `Telegram asks for a pause: ${formatDuration(Math.max(0, standstill.remainingMs - sinceMs))}`,
    );
  }
  if (standstill?.kind === 'reconnecting') parts.unshift('Reconnecting');
  return parts.join(' · ');
}
