import { fraction, hash } from './random.ts';
import type { Theme } from './theme.ts';
import { cityNews, garden, germanTown, russianRailway, transit, weather } from './themes-city.ts';
import { chess, football, kitchen, markets, museum, science, space } from './themes-interest.ts';

/** A channel before the world's clock and seed are applied to it. */
export interface ChannelPlan {
  readonly id: number;
  readonly title: string;
  /** Null for a private channel. */
  readonly username: string | null;
  /** The last part of its invite link; null for a public channel. */
  readonly inviteHash: string | null;
  readonly about: string;
  readonly theme: Theme;
  readonly subscribers: number;
  readonly hasComments: boolean;
  readonly historyPosts: number;
  readonly historySpacingMs: number;
  readonly liveSpacingMs: number;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const firstChannelId = 1_700_100_001;

type Draft = Omit<ChannelPlan, 'id' | 'inviteHash' | 'username'> & { readonly username: string };

/** The twelve channels of the demo: together they bring a new post every ten seconds or so. */
const drafts: readonly Draft[] = [
  draft('Harbourview News', 'harbourview_news', 'What happens between the docks and the hill.', cityNews, {
    subscribers: 48_200,
    historyPosts: 4200,
    historySpacingMs: 2 * hourMs,
    liveSpacingMs: 45 * secondMs,
    hasComments: true,
  }),
  draft('Meridian Weather', 'meridian_weather', 'Forecasts, warnings and the odd rainbow.', weather, {
    subscribers: 21_400,
    historyPosts: 2600,
    historySpacingMs: 3 * hourMs,
    liveSpacingMs: 70 * secondMs,
    hasComments: false,
  }),
  draft('The Field Notebook', 'field_notebook', 'Science as it is done: in mud, with tape.', science, {
    subscribers: 15_900,
    historyPosts: 620,
    historySpacingMs: 14 * hourMs,
    liveSpacingMs: 6 * minuteMs,
    hasComments: true,
  }),
  draft('Brackenford Rovers', 'brackenford_rovers', 'The club’s own channel. Up the Rovers.', football, {
    subscribers: 33_700,
    historyPosts: 3100,
    historySpacingMs: 4 * hourMs,
    liveSpacingMs: 90 * secondMs,
    hasComments: true,
  }),
  draft('Open File Chess', 'open_file_chess', 'A puzzle a day and everything around it.', chess, {
    subscribers: 9_800,
    historyPosts: 1450,
    historySpacingMs: 9 * hourMs,
    liveSpacingMs: 4 * minuteMs,
    hasComments: true,
  }),
  draft('Lantern Museum', 'lantern_museum', 'Objects, rooms, opening hours.', museum, {
    subscribers: 6_300,
    historyPosts: 540,
    historySpacingMs: 20 * hourMs,
    liveSpacingMs: 9 * minuteMs,
    hasComments: false,
  }),
  draft('Lindental Kurier', 'lindental_kurier', 'Nachrichten aus Lindental und Umgebung.', germanTown, {
    subscribers: 12_100,
    historyPosts: 1900,
    historySpacingMs: 5 * hourMs,
    liveSpacingMs: 2 * minuteMs,
    hasComments: false,
  }),
  draft('Cocina Azul', 'cocina_azul', 'Recetas de diario, sin prisa.', kitchen, {
    subscribers: 27_500,
    historyPosts: 880,
    historySpacingMs: 12 * hourMs,
    liveSpacingMs: 5 * minuteMs,
    hasComments: true,
  }),
  draft('Ночной поезд', 'night_train_notes', 'О поездах, вокзалах и дороге.', russianRailway, {
    subscribers: 18_600,
    historyPosts: 1200,
    historySpacingMs: 8 * hourMs,
    liveSpacingMs: 3 * minuteMs,
    hasComments: true,
  }),
  draft('Tidewater Markets', 'tidewater_markets', 'Numbers, and what they did today.', markets, {
    subscribers: 40_900,
    historyPosts: 5600,
    historySpacingMs: 80 * minuteMs,
    liveSpacingMs: 60 * secondMs,
    hasComments: false,
  }),
  draft('Loop Line Transit', 'loopline_transit', 'Delays, works and lost property.', transit, {
    subscribers: 25_300,
    historyPosts: 3800,
    historySpacingMs: 100 * minuteMs,
    liveSpacingMs: 75 * secondMs,
    hasComments: false,
  }),
  draft('Small Orbit', 'small_orbit', 'Launches, landings and what flies over your roof.', space, {
    subscribers: 31_200,
    historyPosts: 1050,
    historySpacingMs: 10 * hourMs,
    liveSpacingMs: 4 * minuteMs,
    hasComments: true,
  }),
];

function draft(
  title: string,
  username: string,
  about: string,
  theme: Theme,
  rest: Omit<Draft, 'title' | 'username' | 'about' | 'theme'>,
): Draft {
  return { title, username, about, theme, ...rest };
}

/**
 * The first `count` channels: the twelve, then further ones made after them (with a town's name in front), and
 * with `withPrivate` the private one.
 */
export function planChannels(seed: number, count: number, withPrivate: boolean): ChannelPlan[] {
  const plans = Array.from({ length: count }, (_, index) => publicChannel(seed, index));
  return withPrivate ? [...plans, privateChannel] : plans;
}

const towns = ['Ashwell', 'Port Sarn', 'Dunmere', 'Kettle Vale', 'Hessel', 'Saint Orme', 'Marrow', 'Tarnby'];

function publicChannel(seed: number, index: number): ChannelPlan {
  const base = drafts[index % drafts.length];
  if (base === undefined) throw new Error('The catalogue of channels is empty.');
  const round = Math.floor(index / drafts.length);
  const plan = { ...base, id: firstChannelId + index * 7919, inviteHash: null };
  if (round === 0) return plan;
  const town = towns[(round - 1) % towns.length] ?? '';
  const number = Math.floor((round - 1) / towns.length);
  const suffix = number === 0 ? '' : ` ${number + 1}`;
  return {
    ...plan,
    title: `${town} ${base.title}${suffix}`,
    username: `${town.toLowerCase().replaceAll(' ', '_')}_${base.username}${number === 0 ? '' : number + 1}`,
    subscribers: Math.round(base.subscribers * (0.1 + fraction(seed, index, 51))),
    historyPosts: 200 + (hash(seed, index, 52) % 4000),
  };
}

/** The hash of the private channel's invite link, t.me/+… */
export const privateInviteHash = 'Qm9hcmRPZlBsb3Rz';

const privateChannel: ChannelPlan = {
  id: 1_699_000_017,
  title: 'Allotment Committee',
  username: null,
  inviteHash: privateInviteHash,
  about: 'For members of the plots only.',
  theme: garden,
  subscribers: 38,
  hasComments: false,
  historyPosts: 310,
  historySpacingMs: 26 * hourMs,
  liveSpacingMs: 12 * minuteMs,
};
