import type { Snapshot } from '../../shared/snapshot.ts';
import type { Connection } from '../wire.ts';
import { workerStateWords } from './words.ts';

/** The title of the document: what is going on, short enough for a browser's tab. */
export function titleOf(
  connection: Connection,
  snapshot: Pick<Snapshot, 'state' | 'run' | 'attention'> | null,
): string {
  if (connection.kind === 'disconnected' || connection.kind === 'refused') return 'Not connected · Tidings';
  if (snapshot === null) return 'Tidings';
  if (snapshot.run !== null && snapshot.state === 'collecting') {
    const { channelsDone, channelsTotal } = snapshot.run.run;
    return `Collecting ${channelsDone}/${channelsTotal} · Tidings`;
  }
  if (snapshot.attention.length > 0) return 'Needs you · Tidings';
  return snapshot.state === 'idle' ? 'Tidings' : `${workerStateWords[snapshot.state].label} · Tidings`;
}
