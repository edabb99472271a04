import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { widened } from '../../../electron/store/beginnings.ts';
import { matcherOf, parseSearch, type SearchQuery } from '../../../shared/search-query.ts';
import { queryOf } from '../../support/query-of.ts';
import { randomly } from '../../support/seed.ts';

describe('widened is', () => {
  test.each([
    ['a long beginning to three letters', 'harbour*', 'har*'],
    ['the last word of a phrase to three letters', '"the harbour"*', '"the har"*'],
    ['a phrase to its whole words where the last has fewer', '"the ha"*', '"the"'],
    ['a letter of two units by the letter', '𐐨𐐩𐐪𐐫*', '𐐨𐐩𐐪*'],
    ['a search that has something else by what is hardly said', 'ferry ha*', 'ferry'],
    ['a choice by all of it, where one of it is hardly said', 'ferry harbour OR ha*', 'ferry'],
    ['an exclusion by nothing', 'ferry -harbour*', 'ferry'],
  ])('%s: %s → %s', (_, text, expected) => {
    const [wider, wanted] = [widened(queryOf(text)), queryOf(expected)];
    expect(wider).not.toBeNull();
    const shown = (query: SearchQuery | null) =>
      query?.wanted.map((terms) => terms.map((term) => ({ ...term, text: term.text.replace('*', '') })));
    expect(shown(wider)).toEqual(shown(wanted));
    expect(wider?.excluded).toEqual(wanted.excluded);
  });

  test.each(['har*', 'ferry -"a harbour"', '"the har"*'])('not at all what has its own list: %s', (text) => {
    const query = queryOf(text);
    expect(widened(query)).toBe(query);
  });

  test.each(['ha*', 'a* OR harbour', '-h*'])('to anything what is hardly said: %s', (text) => {
    expect(widened(queryOf(text))).toBeNull();
  });
});

const word = fc.constantFrom('ha', 'har', 'harbour', 'Hafen', 'ferry', 'fe', 'гавань', 'гав', 'é', '𐐨𐐩𐐪𐐫');
const some = fc.array(word, { minLength: 1, maxLength: 3 });
const term = fc
  .tuple(fc.constantFrom('', '', '-'), some, fc.boolean())
  .map(([minus, words, goesOn]) => `${minus}"${words.join(' ')}"${goesOn ? '*' : ''}`);
const search = fc
  .array(fc.oneof({ weight: 4, arbitrary: term }, fc.constant('OR')), { minLength: 1, maxLength: 5 })
  .map((terms) => terms.join(' '));

test('whatever a search finds, the wider one finds too', () => {
  fc.assert(
    fc.property(search, fc.array(word, { maxLength: 6 }), (text, words) => {
      const parsed = parseSearch(text);
      const wider = parsed.ok ? widened(parsed.query) : null;
      if (!parsed.ok || wider === null) return;
      expect(widened(wider)).toBe(wider);
      if (matcherOf(parsed.query)(words.join(' '))) expect(matcherOf(wider)(words.join(' '))).toBe(true);
    }),
    randomly({ numRuns: 2000 }),
  );
});
