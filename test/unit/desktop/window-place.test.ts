import { expect, test } from 'vitest';
import { parseWindowPlace, placeOnScreens } from '../../../electron/desktop/window-place.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 };
const onMonitor = { x: 1600, y: 100, width: 1200, height: 800, maximized: false };

test('the window comes back where it was', () => {
  const { maximized: _, ...bounds } = onMonitor;
  expect(placeOnScreens(onMonitor, [laptop, monitor])).toEqual(bounds);
});

test('a window on a screen that is gone comes to the middle of the primary one, and fits it', () => {
  expect(placeOnScreens(onMonitor, [laptop])).toEqual({ x: 120, y: 63, width: 1200, height: 800 });
  expect(placeOnScreens({ ...onMonitor, width: 2400, height: 1400 }, [laptop])).toEqual({ ...laptop });
});

test.each([
  ['above the screen', { x: 100, y: -40 }],
  ['below it', { x: 100, y: 880 }],
  ['all but a sliver to the right', { x: 1400, y: 100 }],
  ['all but a sliver to the left', { x: -1150, y: 100 }],
])('a title bar %s cannot be taken hold of, so the window is centred', (_where, at) => {
  const placed = placeOnScreens({ ...onMonitor, ...at }, [laptop]);
  expect(placed).toEqual({ x: 120, y: 63, width: 1200, height: 800 });
});

test('a screen that became smaller makes the window smaller', () => {
  const placed = placeOnScreens({ x: 0, y: 25, width: 2000, height: 1200, maximized: true }, [laptop]);
  expect(placed).toEqual({ x: 0, y: 25, width: 1440, height: 875 });
});

test('the first window is centred on the primary screen', () => {
  expect(placeOnScreens(null, [monitor, laptop])).toEqual({ x: 2130, y: 330, width: 1180, height: 780 });
});

test('a place is read back; what is none is forgotten', () => {
  expect(parseWindowPlace(JSON.stringify(onMonitor))).toEqual(onMonitor);
  const broken = ['', '{', 'null', '[]', '{"x":1}', JSON.stringify({ ...onMonitor, width: 3 })];
  const outOfRange = [{ x: 1e9 }, { y: 0.5 }, { height: '800' }, { maximized: 1 }].map((change) =>
    JSON.stringify({ ...onMonitor, ...change }),
  );
  expect([...broken, ...outOfRange].map(parseWindowPlace)).toEqual(
    [...broken, ...outOfRange].map(() => null),
  );
});
