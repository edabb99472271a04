import { addDays } from '../../shared/days.ts';
import type { Channel } from '../../shared/domain.ts';
import type { Day } from '../../shared/insights.ts';
import { type Held, heldOf } from '../../shared/insights-figures.ts';
import { dayWords, shortDay } from './days.ts';

/** What of a period is held, in words; null where all of it is, or nothing at all of the channel. */
export function heldWords(
  channel: Channel,
  { from, to }: { readonly from: Day; readonly to: Day },
  today: Day,
): string | null {
  const held = heldOf(channel);
  if (held === null) return null;
  const last = to < today ? to : today;
  const words = [
    held.from <= from && !held.partial ? null : fromWords(held, to),
    held.to < last ? `Newest reading ${dayWords(held.to)}.` : null,
    channel.covered.length > 1 ? 'Some posts in between are still to be fetched.' : null,
  ].filter((word) => word !== null);
  return words.length === 0 ? null : words.join(' ');
}

/** The same for a line of many, in two words: `from 13 Nov`. That today's reading is still to come is no news there. */
export function heldMark(
  channel: Channel,
  { from, to }: { readonly from: Day; readonly to: Day },
  today: Day,
): string | null {
  const held = heldOf(channel);
  if (held === null) return null;
  if (held.from > from || held.partial) return `from ${shortDay(held.from)}`;
  const yesterday = addDays(today, -1);
  return held.to < (to < yesterday ? to : yesterday) ? `until ${shortDay(held.to)}` : null;
}

function fromWords({ from, partial }: Held, to: Day): string | null {
  if (from > to) return `Held from ${dayWords(from)}: no whole day of this period.`;
  return `Held from ${dayWords(from)}${partial ? ', of that day only a part' : ''}.`;
}
