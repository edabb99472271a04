import type { Channel, HeldPost, Run, RunStep } from '../../shared/domain.ts';
import {
  formatAgo,
  formatCount,
  formatDateTime,
  formatDuration,
  formatMoment,
  plural,
  unknown,
} from '../../shared/format.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { shorten, table } from './output.ts';

/**
 * What commands answer, as a JSON document and as text. The documents are an interface for scripts: fields
 * are added, never renamed. Times are milliseconds since the epoch, but for a post's `date` (ISO 8601, UTC).
 */

/** `steps`: null where they were not asked for; the document then has no `channels`. */
export function runDocument(run: Run, steps: readonly RunStep[] | null): object {
  return {
    runId: run.id,
    status: run.status,
    trigger: run.trigger,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    durationMs: run.durationMs,
    channelsDone: run.channelsDone,
    channelsTotal: run.channelsTotal,
    messages: run.messages,
    newMessages: run.newMessages,
    updatedMessages: run.updatedMessages,
    errors: run.errors,
    reason: run.reason,
    ...(steps === null ? {} : { channels: steps.map(stepDocument) }),
  };
}

function stepDocument(step: RunStep): object {
  return {
    channelId: step.channelId,
    title: step.channelTitle,
    status: step.status,
    messages: step.messages,
    newMessages: step.newMessages,
    updatedMessages: step.updatedMessages,
    requests: step.requests,
    error: step.error,
  };
}

const statusWords: Record<Run['status'], string> = {
  running: 'Collecting',
  succeeded: 'Collected',
  partial: 'Partly collected',
  failed: 'Failed',
  cancelled: 'Stopped',
  interrupted: 'Interrupted',
};

const triggerWords: Record<Run['trigger'], string> = {
  schedule: 'schedule',
  manual: 'collect now',
  'catch-up': 'catch-up',
  startup: 'launch',
  resume: 'resumed',
  retry: 'retry',
};

export function runText(run: Run, steps: readonly RunStep[]): string {
  const summary =
    `${statusWords[run.status]}: ${formatCount(run.channelsDone)} of ${plural(run.channelsTotal, 'channel')} ` +
    `in ${formatDuration(run.durationMs)}, ${plural(run.messages, 'message')} ` +
    `(${formatCount(run.newMessages)} new, ${formatCount(run.updatedMessages)} updated), ${plural(run.errors, 'error')}.`;
  const lines = [summary];
  if (run.reason !== null) lines.push(run.reason);
  if (steps.length > 0) {
    lines.push(
      '',
      table(
        ['Channel', 'Messages', 'New', 'Updated', 'Result'],
        steps.map((step) => [
          shorten(step.channelTitle, 40),
          formatCount(step.messages),
          formatCount(step.newMessages),
          formatCount(step.updatedMessages),
          step.error ?? step.status,
        ]),
        new Set([1, 2, 3]),
      ),
    );
  }
  return lines.join('\n');
}

export function runsText(runs: readonly Run[]): string {
  if (runs.length === 0) return 'No runs yet.';
  return table(
    ['Run', 'Started', 'Trigger', 'Took', 'Channels', 'Messages', 'New', 'Updated', 'Errors', 'Result'],
    runs.map((run) => [
      String(run.id),
      formatDateTime(run.startedAt, { seconds: true }),
      triggerWords[run.trigger],
      formatDuration(run.durationMs),
      `${formatCount(run.channelsDone)} / ${formatCount(run.channelsTotal)}`,
      formatCount(run.messages),
      formatCount(run.newMessages),
      formatCount(run.updatedMessages),
      formatCount(run.errors),
      run.reason === null
        ? statusWords[run.status]
        : `${statusWords[run.status]}: ${shorten(run.reason, 60)}`,
    ]),
    new Set([0, 3, 4, 5, 6, 7, 8]),
  );
}

export function statusDocument(snapshot: Snapshot): object {
  const { figures, lastRun, run } = snapshot;
  return {
    state: snapshot.state,
    sentence: snapshot.sentence,
    nextRunAt: snapshot.next.dueAt,
    reason: snapshot.next.because,
    pausedUntil: snapshot.pause?.until ?? null,
    paused: snapshot.pause !== null,
    currentRun: run === null ? null : { ...runDocument(run.run, null), elapsedMs: run.elapsedMs },
    lastRun: lastRun === null ? null : runDocument(lastRun, null),
    runsToday: figures.runsToday,
    errorsToday: figures.errorsToday,
    postsHeld: figures.postsHeld,
    channels: figures.channels,
    channelsEnabled: figures.channelsEnabled,
    accounts: figures.accountsSignedIn + figures.accountsSignedOut,
    accountsSignedOut: figures.accountsSignedOut,
    postsPerRun: figures.postsPerRun,
    averageDurationMs: figures.averageDurationMs,
    actualGapMs: figures.actualGapMs,
    medianGapMs: figures.medianGapMs,
    settings: snapshot.settings,
    attention: snapshot.attention,
  };
}

/** What the sentence leaves out: where nothing runs, what would keep a start from collecting; and a pause to come. */
function standingInTheWay({ state, next, pause, at }: Snapshot): string[] {
  return [
    ...(state === 'stopped' && next.reason.kind === 'obstacle' ? [next.because] : []),
    ...(pause === null || state === 'standby' ? [] : [pauseText(pause.until, at, state === 'paused')]),
  ];
}

function pauseText(until: number | null, now: number, isSaid: boolean): string {
  if (isSaid) return '"tidings resume" ends the pause.';
  const end = until === null ? 'until it is resumed' : `until ${formatMoment(until, now)}`;
  return `The schedule is paused ${end}; "tidings resume" ends that.`;
}

export function statusText(snapshot: Snapshot): string {
  const { figures, lastRun } = snapshot;
  const last =
    lastRun === null
      ? unknown
      : `${formatAgo(snapshot.lastRunAgeMs)}, took ${formatDuration(lastRun.durationMs)}, ${plural(lastRun.messages, 'message')} (${statusWords[lastRun.status].toLowerCase()})`;
  return [
    snapshot.sentence,
    ...standingInTheWay(snapshot),
    ...snapshot.attention.map(({ message }) => `! ${message}`),
    '',
    `Last run      ${last}`,
    `Runs today    ${formatCount(figures.runsToday)}, ${plural(figures.errorsToday, 'error')}`,
    `Posts held    ${formatCount(figures.postsHeld)} in ${plural(figures.channels, 'channel')} (${formatCount(figures.channelsEnabled)} on)`,
    `Accounts      ${formatCount(figures.accountsSignedIn)} signed in${figures.accountsSignedOut === 0 ? '' : `, ${formatCount(figures.accountsSignedOut)} signed out`}`,
  ].join('\n');
}

export function channelsText(channels: readonly Channel[]): string {
  if (channels.length === 0) return 'No channels yet. Add one: tidings channels add @name';
  return table(
    ['Channel', 'Name', 'On', 'Re-read', 'Backfill', 'Keep', 'Held', 'Subscribers', 'Last error'],
    channels.map((channel) => [
      shorten(channel.title, 40),
      channel.username === null ? unknown : `@${channel.username}`,
      channel.enabled ? 'on' : 'off',
      `${formatCount(channel.limit)} ${channel.reread ? 'a run' : 'a day'}`,
      channel.backfill ? 'on' : 'off',
      channel.keepDays === null ? 'ever' : `${formatCount(channel.keepDays)} d`,
      formatCount(channel.postsHeld),
      formatCount(channel.subscribers),
      channel.lastError ?? '',
    ]),
    new Set([3, 5, 6, 7]),
  );
}

export function postDocument(post: HeldPost): object {
  return {
    id: post.id,
    channelId: post.channelId,
    date: new Date(post.postedAt).toISOString(),
    editedAt: post.editedAt,
    text: post.text,
    views: post.views,
    forwards: post.forwards,
    replies: post.replies,
    reactions: post.reactions,
    media: post.media,
    groupId: post.groupId,
    author: post.author,
    pinned: post.pinned,
    firstSeenAt: post.firstSeenAt,
    lastSeenAt: post.lastSeenAt,
  };
}

export function postsText(posts: readonly HeldPost[]): string {
  if (posts.length === 0) return 'No posts held of this channel yet.';
  return table(
    ['Post', 'Date', 'Views', 'Forwards', 'Text'],
    posts.map((post) => [
      String(post.id),
      formatDateTime(post.postedAt),
      formatCount(post.views),
      formatCount(post.forwards),
      shorten(post.media === null ? post.text : `[${post.media}] ${post.text}`, 80),
    ]),
    new Set([0, 2, 3]),
  );
}
