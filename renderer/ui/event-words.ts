import type { AuditEventType, AuditMetadata } from '../../shared/domain.ts';
import { formatCount, formatDuration, formatTime, plural } from '../../shared/format.ts';
import { proxyWords, runStatusWords, type Tone, triggerWords } from './words.ts';

type EventOf<Type extends AuditEventType> = {
  [Each in Type]: { readonly type: Each; readonly metadata: AuditMetadata[Each] };
}[Type];

type EventWords = {
  readonly [Type in AuditEventType]: { tone: Tone; say(metadata: AuditMetadata[Type]): string };
};

const until = (at: number | null): string => (at === null ? 'until resumed' : `until ${formatTime(at)}`);

const counted = (counts: { messages: number; newMessages: number; updatedMessages: number }): string =>
  `${plural(counts.messages, 'message')}, ${formatCount(counts.newMessages)} new, ${formatCount(counts.updatedMessages)} updated`;

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const howTaken: Readonly<Record<AuditMetadata['lease.taken']['how'], string>> = {
  free: 'nobody held it',
  'holder-gone': 'its holder was gone',
  expired: 'its holder had fallen silent',
};

const howItEnded: Readonly<Record<AuditMetadata['channel.failed']['status'], string>> = {
  failed: 'failed',
  deferred: 'left for a later run',
  cancelled: 'stopped',
};

function whatIsWatched(watch: AuditMetadata['watch.added']): string {
  switch (watch.kind) {
    case 'words':
      return `“${watch.text}” in new posts`;
    case 'silence':
      return `${plural(watch.hours, 'hour')} of silence`;
    case 'loss':
      return `a loss of more than ${formatCount(watch.percent)} % of subscribers in a day`;
  }
}

const whereIsWatched = ({ channelId }: AuditMetadata['watch.added']): string =>
  channelId === null ? '' : `, channel ${channelId}`;

const exportWords: Readonly<Record<AuditMetadata['export.finished']['format'], string>> = {
  csv: 'CSV',
  jsonl: 'JSON Lines',
  html: 'HTML page',
};

const exportEnds: Readonly<Record<AuditMetadata['export.finished']['state'], string>> = {
  done: 'finished',
  cancelled: 'cancelled',
  failed: 'failed',
};

const eventWords: EventWords = {
  'app.started': {
    tone: 'quiet',
    say: ({ version, host, pid }) => `Tidings ${version} started on ${host}, process ${pid}`,
  },
  'app.stopped': { tone: 'quiet', say: ({ reason }) => `Tidings stopped: ${reason}` },
  'lease.taken': {
    tone: 'quiet',
    say: ({ worker, how }) => `${worker} took over collecting: ${howTaken[how]}`,
  },
  'lease.lost': { tone: 'warn', say: ({ reason }) => `Stopped collecting here: ${reason}` },
  'run.started': {
    tone: 'accent',
    say: ({ trigger, channelsTotal, missedRuns }) =>
      `Run started (${triggerWords[trigger]}), ${plural(channelsTotal, 'channel')}${
        missedRuns === undefined ? '' : `, after ${plural(missedRuns, 'missed run')}`
      }`,
  },
  'run.progress': {
    tone: 'quiet',
    say: (counts) =>
      `${formatCount(counts.channelsDone)} of ${plural(counts.channelsTotal, 'channel')}: ${counted(counts)}`,
  },
  'run.finished': {
    tone: 'accent',
    say: ({ status, sentence }) => `${runStatusWords[status].label}. ${sentence}`,
  },
  'run.skipped': {
    tone: 'warn',
    say: ({ reason, until: end }) => `Run skipped: ${reason}${end === null ? '' : `, ${until(end)}`}`,
  },
  'channel.started': { tone: 'quiet', say: ({ title }) => `${title}: started` },
  'channel.finished': {
    tone: 'good',
    say: ({ title, durationMs, requests, deletedMessages, by, ...counts }) =>
      [
        `${title}: ${counted(counts)}`,
        ...(deletedMessages === 0 ? [] : [`${formatCount(deletedMessages)} deleted`]),
        by === 'difference' ? 'only what had changed' : 'its newest posts',
        plural(requests, 'request'),
        `took ${formatDuration(durationMs)}`,
      ].join(', '),
  },
  'channels.checked': {
    tone: 'quiet',
    say: ({ moved, unmoved, requests }) =>
      `Asked which channels have moved (${plural(requests, 'request')}): ${formatCount(moved)} have, ${formatCount(unmoved)} left alone`,
  },
  'channel.failed': {
    tone: 'bad',
    say: ({ title, status, error }) => `${title}: ${howItEnded[status]}. ${error}`,
  },
  'flood.waiting': {
    tone: 'warn',
    say: ({ waitMs, until: end, method, waitedInRun }) =>
      `Telegram asks for a pause of ${formatDuration(waitMs)}, ${until(end)} (${method}): ${
        waitedInRun ? 'waited out' : 'too long to wait in a run'
      }`,
  },
  'settings.changed': {
    tone: 'quiet',
    say: ({ changes }) =>
      `Settings changed: ${Object.entries(changes)
        .map(([name, { from, to }]) => `${name} from ${shown(from)} to ${shown(to)}`)
        .join(', ')}`,
  },
  'schedule.paused': { tone: 'quiet', say: ({ until: end }) => `Paused ${until(end)}` },
  'schedule.resumed': {
    tone: 'quiet',
    say: ({ by }) => (by === 'user' ? 'Resumed' : 'The pause ended, resumed'),
  },
  'signin.completed': { tone: 'good', say: ({ accountId }) => `Account ${accountId} signed in` },
  'signin.lost': {
    tone: 'bad',
    say: ({ accountId, reason }) => `Account ${accountId} signed out: ${reason}`,
  },
  'signin.ended': {
    tone: 'quiet',
    say: ({ accountId, revoked }) =>
      `Account ${accountId} signed out by you${revoked ? '' : '; Telegram was not reached to end its session'}`,
  },
  'proxy.changed': {
    tone: 'quiet',
    say: ({ accountId, kind }) =>
      `Proxy of ${accountId === null ? 'sign-ins to come' : `account ${accountId}`}: ${
        kind === null ? 'none' : proxyWords[kind]
      }`,
  },
  'application.changed': {
    tone: 'quiet',
    say: ({ apiId }) => `Sign-ins to come use the api_id ${apiId}`,
  },
  'vault.protected': { tone: 'quiet', say: () => 'A passphrase was chosen for the vault' },
  'channel.added': { tone: 'quiet', say: ({ title }) => `${title} added` },
  'channel.changed': {
    tone: 'quiet',
    say: ({ channelId, enabled, limit, backfill, reread, keepDays }) =>
      [
        `Channel ${channelId} changed`,
        ...(enabled === undefined ? [] : [enabled ? 'switched on' : 'switched off']),
        ...(limit === undefined ? [] : [`${plural(limit, 'newest post')} re-read`]),
        ...(backfill === undefined ? [] : [backfill ? 'reads its history' : 'leaves its history']),
        ...(reread === undefined ? [] : [reread ? 're-read in every run' : 're-read once a day']),
        ...(keepDays === undefined
          ? []
          : [keepDays === null ? 'keeps posts for ever' : `keeps posts for ${plural(keepDays, 'day')}`]),
      ].join(', '),
  },
  'channel.removed': {
    tone: 'quiet',
    say: ({ title, postsRemoved }) => `${title} removed, with ${plural(postsRemoved, 'post')}`,
  },
  'database.recovered': {
    tone: 'warn',
    say: ({ quarantined, restoredFrom }) =>
      restoredFrom === null
        ? `The database was damaged: begun anew, the old one kept as ${quarantined}`
        : `The database was damaged: restored from ${restoredFrom}, the old one kept as ${quarantined}`,
  },
  'retention.applied': {
    tone: 'quiet',
    say: ({ events, runs }) => `Old records removed: ${plural(runs, 'run')}, ${plural(events, 'event')}`,
  },
  'posts.expired': {
    tone: 'quiet',
    say: ({ title, posts }) => `${title}: ${plural(posts, 'post')} removed, older than it keeps them`,
  },
  'watch.added': {
    tone: 'quiet',
    say: (watch) => `Watch ${watch.watchId} added: ${whatIsWatched(watch)}${whereIsWatched(watch)}`,
  },
  'watch.removed': { tone: 'quiet', say: ({ watchId }) => `Watch ${watchId} removed` },
  'alert.raised': {
    tone: 'warn',
    say: ({ watchId, message }) => `Watch ${watchId}: ${message}`,
  },
  'export.finished': {
    tone: 'quiet',
    say: ({ format, posts, state }) =>
      `Export as ${exportWords[format]} ${exportEnds[state]}: ${plural(posts, 'post')}`,
  },
  'backup.made': { tone: 'good', say: ({ name }) => `Database backed up as ${name}` },
  'database.restored': {
    tone: 'warn',
    say: ({ from, quarantined }) =>
      `The database was restored from ${from}; the one before is kept as ${quarantined}`,
  },
  'launch-at-login.changed': {
    tone: 'quiet',
    say: ({ enabled }) => (enabled ? 'Starts at login from now on' : 'No longer starts at login'),
  },
};

/** An audit event in words. */
export function eventInWords<Type extends AuditEventType>(event: EventOf<Type>): string {
  return eventWords[event.type].say(event.metadata);
}

export function eventTone(type: AuditEventType): Tone {
  return eventWords[type].tone;
}
