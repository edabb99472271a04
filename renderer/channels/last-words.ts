import { asksForPause } from '../../shared/channel-import-run.ts';
import type { ChannelSettings } from '../../shared/contract.ts';
import type { Channel } from '../../shared/domain.ts';
import { formatCount, formatDate } from '../../shared/format.ts';
import { keptInWords } from '../../shared/post-expiry.ts';
import type { Tone } from '../ui/words.ts';
import { whenReread } from './limit-text.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, as coarsely as a list is read: `just now`, `2 min ago`, `3 h ago`, `5 days ago`, `3 Nov 2025`. */
export function agoInWords(at: number | null, now: number): string {
  if (at === null) return 'never';
  const age = Math.max(0, now - at);
  if (age < minute) return 'just now';
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < day) return `${Math.floor(age / hour)} h ago`;
  if (age < 2 * day) return 'yesterday';
  if (age < 30 * day) return `${Math.floor(age / day)} days ago`;
  return formatDate(at);
}

/** Of the posts that are held. */
export function spanInWords({
  firstPostAt,
  lastPostAt,
}: Pick<Channel, 'firstPostAt' | 'lastPostAt'>): string {
  if (firstPostAt === null || lastPostAt === null) return 'no posts yet';
  const [from, to] = [formatDate(firstPostAt), formatDate(lastPostAt)];
  return from === to ? to : `${from} – ${to}`;
}

export interface Trouble {
  /** In one or two words, for a tag. */
  readonly label: string;
  readonly tone: Tone;
  readonly remedy: string;
  /** Whether it is an account that has to be signed in again. */
  readonly signIn: boolean;
}

/** What an error of a channel means for the user. The error itself is said in Telegram's or Tidings' own words. */
export function troubleOf(error: string): Trouble {
  if (asksForPause(error)) {
    return {
      label: 'Pause',
      tone: 'warn',
      remedy: 'Nothing to do: the runs after the pause go on where this one ended.',
      signIn: false,
    };
  }
  if (/sign(?:ed)?[ -](?:in|out)|session|passphrase/i.test(error)) {
    return {
      label: 'Sign in',
      tone: 'bad',
      remedy: 'Sign in to the account again. Everything held is kept.',
      signIn: true,
    };
  }
  if (/private|removed this account|cannot reach|not available|may not read|banned|deleted/i.test(error)) {
    return {
      label: 'No access',
      tone: 'bad',
      remedy:
        'Look at the channel in Telegram. Where you can join it again, the next run goes on; where not, switch it off. What is held is kept either way.',
      signIn: false,
    };
  }
  return {
    label: 'Failed',
    tone: 'bad',
    remedy: 'The next run tries again. If it goes on like this, the log file has the details.',
    signIn: false,
  };
}

export function newInWords(count: number): string {
  return `${formatCount(count)} new`;
}

/** What became of a change, for whoever does not see it; null where it is seen and read out where it was made. */
export function changedInWords(channel: Channel, settings: ChannelSettings): string | null {
  const { enabled, backfill, reread, keepDays } = settings;
  if (enabled === true) return `${channel.title} is on: the next run collects it.`;
  if (enabled === false) return `${channel.title} is off: it is left out, and what is held is kept.`;
  if (backfill === true) return `Backfill of ${channel.title} is on: runs walk back through its history.`;
  if (backfill === false) return `Backfill of ${channel.title} is off.`;
  if (keepDays !== undefined) return `Posts of ${channel.title} are kept ${keptInWords(keepDays)}.`;
  if (reread === undefined) return null;
  return `The newest posts of ${channel.title} are re-read ${whenReread({ reread })}.`;
}
