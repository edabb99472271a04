import { asksForPause } from '../../shared/channel-import-run.ts';
import type { Channel } from '../../shared/domain.ts';
import { formatCount, formatTime } from '../../shared/format.ts';
import type { Tone } from '../ui/words.ts';

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
  return dateInWords(at);
}

/** `3 Nov 2025`, local. */
export function dateInWords(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `3 Nov 2025, 14:02`, local. */
export function momentInWords(at: number): string {
  return `${dateInWords(at)}, ${formatTime(at)}`;
}

/** Of the posts that are held. */
export function spanInWords({
  firstPostAt,
  lastPostAt,
}: Pick<Channel, 'firstPostAt' | 'lastPostAt'>): string {
  if (firstPostAt === null || lastPostAt === null) return 'no posts yet';
  const [from, to] = [dateInWords(firstPostAt), dateInWords(lastPostAt)];
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
