import type { Settings } from '../../shared/domain.ts';
import { formatCountdown, formatDuration, formatSetting, formatTime } from '../../shared/format.ts';
import type { Snapshot, WorkerState } from '../../shared/snapshot.ts';

/** The sentence of the schedule card in three parts, the middle one standing out. */
export interface NextRunWords {
  readonly lead: string;
  readonly strong: string;
  readonly rest: string;
}

/** What comes next, `ageMs` after the snapshot was received. */
export function nextRunWords(snapshot: Snapshot, ageMs: number): NextRunWords {
  const { next, pause } = snapshot;
  const asSaid: NextRunWords = { lead: snapshot.sentence, strong: '', rest: '' };
  const remaining = next.remainingMs === null ? null : formatCountdown(next.remainingMs - ageMs);
  switch (snapshot.state) {
    case 'collecting':
      if (pause === null)
        return { lead: 'Next run', strong: 'after this one', rest: rhythmWords(snapshot.settings) };
      return {
        lead: 'Next run',
        strong:
          pause.until === null ? 'when you resume' : `after the pause, until ${formatTime(pause.until)}`,
        rest: 'the run under way still finishes',
      };
    case 'idle':
      return remaining === null ? asSaid : { lead: 'Next run', strong: remaining, rest: next.because };
    case 'retrying':
      return remaining === null ? asSaid : { lead: 'Retrying', strong: remaining, rest: next.because };
    case 'paused':
      if (pause?.remainingMs == null) return asSaid;
      return { ...asSaid, rest: `Resumes in ${formatDuration(Math.max(0, pause.remainingMs - ageMs))}.` };
    case 'blocked':
      return { ...asSaid, lead: blockedWords(snapshot) };
    case 'starting':
    case 'standby':
    case 'stopping':
    case 'stopped':
      return asSaid;
  }
}

/** What stands in the way, where a card above says the rest of it. */
function blockedWords(snapshot: Snapshot): string {
  const { next, lastRun, sentence } = snapshot;
  if (next.reason.kind !== 'obstacle') return sentence;
  const { kind } = next.reason.obstacle;
  if (kind === 'vault-locked') return 'Nothing is collected before the vault is open.';
  // Once there were runs it is not the first account any more that is waited for.
  return kind === 'no-account' && lastRun !== null ? 'No Telegram account is signed in.' : sentence;
}

/** "every 10 min", "10 min after each run". */
export function rhythmWords({ policy, intervalMs, cooldownMs }: Settings): string {
  const words: Readonly<Record<Settings['policy'], string>> = {
    adaptive: `every ${formatSetting(intervalMs)}`,
    fixed: `${formatSetting(intervalMs)} after each run`,
    continuous: `${formatSetting(cooldownMs)} after each run`,
  };
  return words[policy];
}

/** Why a run cannot be asked for now, for the button that would; null when it can. */
export function whyNotCollect(snapshot: Snapshot, connected: boolean): string | null {
  if (!connected) return 'Not connected to Tidings.';
  if (snapshot.run !== null) return `Already collecting since ${formatTime(snapshot.run.run.startedAt)}.`;
  return collects[snapshot.state] ? null : snapshot.sentence;
}

/** Why the schedule cannot be paused or resumed from here; null when it can. */
export function whyNotPause(snapshot: Snapshot, connected: boolean): string | null {
  if (!connected) return 'Not connected to Tidings.';
  return collects[snapshot.state] ? null : snapshot.sentence;
}

/** In which states this Tidings collects at all. A blocked one may be asked: its answer says what is in the way. */
const collects: Readonly<Record<WorkerState, boolean>> = {
  starting: false,
  idle: true,
  collecting: true,
  paused: true,
  retrying: true,
  blocked: true,
  standby: false,
  stopping: false,
  stopped: false,
};
