import { settingsSchema } from '../../shared/contract-schemas.ts';
import type { Settings } from '../../shared/domain.ts';
import { formatCount, formatDuration, formatSetting } from '../../shared/format.ts';
import { waitAfterRun } from '../../shared/schedule.ts';
import { rhythmWords } from '../now/next-run.ts';
import { problemSentence } from '../ui/problem-words.ts';
import { policyWords } from '../ui/words.ts';

/** What is said about settings: what would come of one, what is wrong with it, what has been changed. */

export type SettingName = keyof Settings;

export const notificationWords: Readonly<
  Record<Settings['notifications'], { readonly label: string; readonly explanation: string }>
> = {
  errors: {
    label: 'Errors',
    explanation: 'Only what needs you: a lost sign-in, a full disk, runs that keep failing. Once per cause.',
  },
  all: { label: 'All', explanation: 'Also, once, that such a cause is gone.' },
  none: { label: 'None', explanation: 'Nothing pops up. The icon and the Now screen still tell.' },
};

/**
 * "Every 15 min: after a run of 4 s the next would start 14m 56s later." Without a past run it names no figure,
 * since none was counted.
 */
export function previewSentence(settings: Settings, lastDurationMs: number | null): string {
  const rhythm = capital(rhythmWords(settings));
  if (lastDurationMs === null) return `${rhythm}. No run has been timed here yet.`;
  return `${rhythm}: after a run of ${formatDuration(lastDurationMs)} the next would start ${waitWords(settings, lastDurationMs)} later.`;
}

/** "14m 56s", or, with jitter, "14m 56s to 16m 25s". */
export function waitWords(settings: Settings, lastDurationMs: number): string {
  const waitMs = waitAfterRun(settings, lastDurationMs);
  const from = formatDuration(waitMs);
  const to = formatDuration(waitMs + Math.floor((waitMs * settings.jitterPercent) / 100));
  return from === to ? from : `${from} to ${to}`;
}

/** Why the change cannot be made, as a sentence to stand beside what was changed; null when it can. */
export function problemOf(settings: Settings, change: Partial<Settings>): string | null {
  const changed = { ...settings, ...change };
  const parsed = settingsSchema.safeParse(changed);
  const issue = parsed.error?.issues[0];
  if (issue === undefined) return null;
  // The schema blames the cooldown, which may not be what was changed.
  if (issue.path[0] === 'cooldownMs' && change.cooldownMs === undefined) {
    return `Must be at least the cooldown, which is ${formatSetting(changed.cooldownMs)}.`;
  }
  return problemSentence(issue.message);
}

const names: Readonly<Record<SettingName, string>> = {
  policy: 'Policy',
  intervalMs: 'Interval',
  cooldownMs: 'Cooldown',
  jitterPercent: 'Jitter',
  defaultLimit: 'Newest posts re-read',
  runAtLaunch: 'Run at launch',
  quietOnBattery: 'Quiet on battery',
  notifications: 'Notifications',
};

/** "Interval: 15 min, was 10 min". */
export function changeWords(name: SettingName, before: Settings, after: Settings): string {
  return `${names[name]}: ${valueWords(name, after)}, was ${valueWords(name, before)}`;
}

function valueWords(name: SettingName, settings: Settings): string {
  switch (name) {
    case 'policy':
      return policyWords[settings.policy].label.toLowerCase();
    case 'intervalMs':
    case 'cooldownMs':
      return formatSetting(settings[name]);
    case 'jitterPercent':
      return `${settings.jitterPercent} %`;
    case 'defaultLimit':
      return formatCount(settings.defaultLimit);
    case 'runAtLaunch':
    case 'quietOnBattery':
      return settings[name] ? 'on' : 'off';
    case 'notifications':
      return notificationWords[settings.notifications].label.toLowerCase();
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
