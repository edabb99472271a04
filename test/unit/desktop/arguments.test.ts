import { expect, test } from 'vitest';
import {
  formatDesktopArguments,
  homeOf,
  parseDesktopArguments,
} from '../../../electron/desktop/arguments.ts';

const nothing = {
  data: null,
  dc: null,
  demo: false,
  hidden: false,
  channels: 12,
  homeData: null,
  homeDc: null,
};

test('without arguments Tidings opens its window on the usual data', () => {
  expect(parseDesktopArguments([], '/home')).toEqual(nothing);
});

test('an option may stand before its value or be joined to it, and paths count from the current folder', () => {
  const expected = { ...nothing, data: '/work/mine', dc: '/etc/dc.json', hidden: true };
  expect(parseDesktopArguments(['--data', 'mine', '--hidden', '--dc=/etc/dc.json'], '/work')).toEqual(
    expected,
  );
});

test('what Electron and the systems add is passed over', () => {
  const given = ['.', '--no-sandbox', '--enable-features=Everything', '-psn_0_1234', '--data=/a b'];
  expect(parseDesktopArguments(given, '/')).toEqual({ ...nothing, data: '/a b' });
});

test.each([[['--data']], [['--data=']], [['--dc', '--hidden']]])(
  'an option without its value is refused: %j',
  (given) => {
    expect(() => parseDesktopArguments(given, '/')).toThrow(/needs a value/);
  },
);

test.each(['0', '1001', '2.5', 'many'])('the demo refuses %s channels', (channels) => {
  expect(() => parseDesktopArguments(['--demo', `--channels=${channels}`], '/')).toThrow('1 to 1000');
});

test('a process speaks to the demo or to a data centre that was named, not to both', () => {
  expect(() => parseDesktopArguments(['--demo', '--dc=x.json'], '/')).toThrow(/not both/);
});

test('arguments written for a relaunch are read back the same', () => {
  const options = {
    data: '/with a space',
    dc: null,
    demo: true,
    hidden: true,
    channels: 3,
    homeData: '/home data',
    homeDc: '/home/dc.json',
  };
  expect(parseDesktopArguments(formatDesktopArguments(options), '/')).toEqual(options);
});

test('a way through the demo ends where it began, however often it is gone', () => {
  const own = { ...nothing, data: '/mine', dc: '/dc.json' };
  const { data: homeData, dc: homeDc } = homeOf(own);
  const inDemo = parseDesktopArguments(formatDesktopArguments({ demo: true, homeData, homeDc }), '/');
  expect(inDemo).toEqual({ ...nothing, demo: true, homeData: '/mine', homeDc: '/dc.json' });
  expect(parseDesktopArguments(formatDesktopArguments(homeOf(inDemo)), '/')).toEqual(own);
});

test("the folder of a demo is nobody's home", () => {
  expect(homeOf({ ...nothing, demo: true, data: '/a demo' })).toEqual({ data: null, dc: null });
});
