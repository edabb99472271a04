import type { Snapshot } from '../../shared/snapshot.ts';
import { redact } from '../logging/redact.ts';

export interface DiagnosticFacts {
  readonly version: string;
  readonly versions: NodeJS.ProcessVersions;
  readonly platform: NodeJS.Platform;
  readonly release: string;
  readonly architecture: string;
  readonly packaged: boolean;
  readonly demo: boolean;
  readonly snapshot: Snapshot;
  /** The end of the log file. */
  readonly log: string;
}

const mostLogLines = 60;
const runtimes = ['electron', 'chrome', 'node'] as const;

/**
 * What a person can paste into a report: versions, the state in words and figures, and the end of the log.
 * Titles of channels and names of accounts are left out, and whatever looks like a secret is masked.
 */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { snapshot, versions } = facts;
  const { run, lastRun, figures } = snapshot;
  const lines = facts.log.split('\n').filter((line) => line !== '');
  const known = runtimes.flatMap((name) =>
    versions[name] === undefined ? [] : [`${name} ${versions[name]}`],
  );
  const told = [
    `Tidings ${facts.version}${facts.packaged ? '' : ' (checkout)'}${facts.demo ? ' (demo)' : ''}`,
    `${facts.platform} ${facts.release} ${facts.architecture}, ${known.join(', ')}`,
    `At ${new Date(snapshot.at).toISOString()}: ${snapshot.state}, lease ${snapshot.lease.kind}`,
    `Next: ${snapshot.next.trigger}, ${snapshot.next.reason.kind}, in ${snapshot.next.remainingMs ?? '–'} ms`,
    `Paused: ${snapshot.pause === null ? 'no' : 'yes'}`,
    `Run: ${run === null ? 'none' : `${run.run.id} ${run.run.trigger}, ${run.run.channelsDone}/${run.run.channelsTotal} channels, ${run.run.errors} errors`}`,
    `Last run: ${lastRun === null ? 'none' : `${lastRun.id} ${lastRun.status}, ${lastRun.durationMs ?? '–'} ms, ${lastRun.errors} errors`}`,
    `Needs a person: ${snapshot.attention.map(({ cause }) => cause).join(', ') || 'nothing'}`,
    `Settings: ${JSON.stringify(snapshot.settings)}`,
    `Figures: ${JSON.stringify(figures)}`,
    '',
    `Last ${Math.min(mostLogLines, lines.length)} lines of the log:`,
    ...lines.slice(-mostLogLines),
  ];
  return redact(`${told.join('\n')}\n`);
}
