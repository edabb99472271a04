import type { Anomaly } from '../../shared/insights.ts';
import { shortDay } from './days.ts';
import { countWords, signedWords } from './figure-words.ts';

const subjects: Readonly<Record<Anomaly['figure'], string>> = {
  posts: 'Posts',
  reach: 'Average reach',
  subscribers: 'Subscribers',
};

/** `Average reach of 21 Nov: 12,400, usually 7,300 (1.7 ×).` */
export function anomalyWords({ day, figure, value, usual }: Anomaly): string {
  const number = figure === 'subscribers' ? signedWords : countWords;
  return `${subjects[figure]} of ${shortDay(day)}: ${number(value)}, usually ${number(usual)}${timesWords(value, usual)}.`;
}

/** How many times as much, or how much less in percent, where that says something. */
function timesWords(value: number, usual: number): string {
  if (usual <= 0 || value <= 0) return '';
  const times = value / usual;
  if (times >= 1.05)
    return ` (${times.toLocaleString(undefined, { maximumFractionDigits: times < 10 ? 1 : 0 })} ×)`;
  return times <= 0.95 ? ` (−${Math.round((1 - times) * 100)} %)` : '';
}
