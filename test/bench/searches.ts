import type { PostFilter } from '../../shared/archive.ts';
import { companions, unusualBeginning, wordOf, wordOfThePast } from './plausible-texts.ts';

const dayMs = 24 * 60 * 60_000;
/** In most posts, in one of ten, in one of three hundred, in one of fourteen thousand. */
const [commonest, common, usual, rare] = [wordOf(1), wordOf(30), wordOf(1000), wordOf(50_000)];
const unusual = unusualBeginning.letters;

/** Each kind of search and filter, alone and together. */
export function searches(
  channelIdOf: (index: number) => number,
  until: number,
): Readonly<Record<string, PostFilter>> {
  const channels = (count: number) => Array.from({ length: count }, (_, index) => channelIdOf(index));
  const tenDays = { from: until - 100 * dayMs, to: until - 90 * dayMs };
  return {
    'commonest word': { text: commonest },
    'usual word': { text: usual },
    'rare word': { text: rare },
    'two words': { text: `${wordOf(10)} ${wordOf(2000)}` },
    phrase: { text: `"${commonest} ${wordOf(5)}"` },
    'rare phrase': { text: `"${wordOf(50)} ${wordOf(60)}"` },
    'one letter': { text: `${commonest.slice(0, 1)}*` },
    'two letters': { text: `${commonest.slice(0, 2)}*` },
    'two, unusual': { text: `${unusual}*` },
    'three letters': { text: `${usual.slice(0, 3)}*` },
    'four letters': { text: `${usual.slice(0, 4)}*` },
    'five letters': { text: `${usual.slice(0, 5)}*` },
    'none such': { text: 'zq*' },
    'phrase, beginning': { text: `"${wordOf(50)} ${commonest.slice(0, 2)}"*` },
    'excl. beginning': { text: `${common} -${usual.slice(0, 3)}*` },
    'beginnings, all': {
      text: `${usual.slice(0, 4)}* ${unusual}*`,
      media: ['photo'],
      state: 'edited',
      channelIds: channels(3),
    },
    'one OR other': { text: `${usual} OR ${wordOf(2000)}` },
    exclusion: { text: `${common} -${commonest}` },
    'exclusion of most': { text: `${usual} -${commonest}` },
    'exclusion alone': { text: `-${commonest}` },
    'one channel': { channelIds: channels(1) },
    'three channels': { channelIds: channels(3) },
    'fifty channels': { channelIds: channels(50) },
    photos: { media: ['photo'] },
    polls: { media: ['poll'] },
    edited: { state: 'edited' },
    deleted: { state: 'deleted' },
    suspect: { state: 'suspect' },
    'ten days': tenDays,
    'word, one channel': { text: usual, channelIds: channels(1) },
    'word, fifty': { text: usual, channelIds: channels(50) },
    'rare word, fifty': { text: rare, channelIds: channels(50) },
    'word, photos': { text: usual, media: ['photo'] },
    'word, ten days': { text: usual, ...tenDays },
    'word, edited': { text: common, state: 'edited' },
    'word, deleted': { text: common, state: 'deleted' },
    'usual, deleted': { text: usual, state: 'deleted' },
    'rare word, edited': { text: rare, state: 'edited' },
    'word, suspect': { text: common, state: 'suspect' },
    'of the past, chan.': { text: wordOfThePast, channelIds: channels(1) },
    'past, exclusion': { text: `${wordOfThePast} -${commonest}` },
    'companions, chan.': { text: companions.words.join(' '), channelIds: channels(1) },
    'companions, few': { text: `"${companions.words.join(' ')}"`, media: ['poll'], state: 'suspect' },
    'excl., forty': { text: `${common} -${commonest}`, channelIds: channels(40) },
    'polls, channel': { media: ['poll'], channelIds: channels(1) },
    'polls, deleted': { media: ['poll'], state: 'deleted' },
    'photos, suspect': { media: ['photo'], state: 'suspect' },
    'photos, fifty': { media: ['photo'], channelIds: channels(50) },
    'photos, edited': { media: ['photo'], state: 'edited' },
    'channel, edited': { channelIds: channels(1), state: 'edited' },
    'channel, ten days': { channelIds: channels(1), ...tenDays },
    'word, ch., edited': { text: common, channelIds: channels(1), state: 'edited' },
    'word, channel, all': { text: common, media: ['photo'], state: 'edited', channelIds: channels(1) },
    'word, fifty, all': { text: common, media: ['photo'], state: 'suspect', channelIds: channels(50) },
    'usual, all': { text: usual, media: ['photo'], state: 'edited', channelIds: channels(3) },
    'all five': {
      text: common,
      media: ['photo'],
      state: 'edited',
      channelIds: channels(3),
      from: until - 200 * dayMs,
    },
  };
}
