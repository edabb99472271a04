import { expect, test } from 'vitest';
import { hashOf, parsePlace } from '../../../renderer/state/place.ts';
import { screenNames } from '../../../shared/contract.ts';

test('every screen, and a part of it, is found again by its address', () => {
  for (const screen of screenNames) {
    expect(parsePlace(hashOf(screen))).toEqual({ screen, part: null });
    expect(parsePlace(hashOf(screen, 'accounts'))).toEqual({ screen, part: 'accounts' });
  }
});

test.each(['', '#', '#nowhere', '#/now', '#Now'])('“%s” names no screen: the state decides', (hash) => {
  expect(parsePlace(hash)).toBeNull();
});
