import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlights, matchExpression, matcherOf, parseSearch } from '../../../shared/search-query.ts';
import { queryOf } from '../../support/query-of.ts';
import { randomly } from '../../support/seed.ts';
import { emptyDatabase, insertChannel, insertPost } from '../store/archive-rows.ts';

const word = (text: string) => ({ text, beginning: false });
const beginning = (text: string) => ({ text, beginning: true });

describe('what a person types is read as', () => {
  test.each([
    ['words that must all be there', 'one two', [[word('one')], [word('two')]], []],
    ['a phrase', '"one two" three', [[word('one two')], [word('three')]], []],
    ['a phrase in the quotes of a phone', '“one two”', [[word('one two')]], []],
    ['a phrase to the end where the quote is not closed', 'a "one two', [[word('a')], [word('one two')]], []],
    ['a beginning', 'tele*', [[beginning('tele*')]], []],
    ['a phrase whose last word goes on', '"one tw"*', [[beginning('one tw')]], []],
    [
      'exclusions',
      'one -two -"three four" -fi*',
      [[word('one')]],
      [word('two'), word('three four'), beginning('fi*')],
    ],
    ['one of two, or of more', 'a OR b OR c d', [[word('a'), word('b'), word('c')], [word('d')]], []],
    ['a word, where OR stands between no two', 'OR a', [[word('OR')], [word('a')]], []],
    ['a word, where OR stands beside an exclusion', 'a OR -b', [[word('a')], [word('OR')]], [word('b')]],
    ['a word, in small letters', 'a or b', [[word('a')], [word('or')], [word('b')]], []],
    ['words, where punctuation is inside', '@name 3.5', [[word('@name')], [word('3.5')]], []],
    ['the rest, where something is punctuation alone', 'one — !! -', [[word('one')]], []],
    ['a hyphenated word', 'well-known', [[word('well-known')]], []],
  ])('%s', (_, text, wanted, excluded) => {
    expect(parseSearch(text)).toEqual({ ok: true, query: { wanted, excluded } });
  });

  test.each(['', '  ', '!!', '🙂 🤔', '"', '""', '-', '*', '-"…"'])('nothing to search for: %s', (text) => {
    const parsed = parseSearch(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.reason).toMatch(/Enter a word\.$/);
  });
});

describe('marked is', () => {
  const marked = (text: string, search: string) =>
    highlights(text, queryOf(search)).map(({ from, to }) => text.slice(from, to));

  test.each([
    ['a word whatever its case and accents', 'Café, CAFE and cafés', 'cafe', ['Café', 'CAFE']],
    ['a beginning', 'Telegram tells a tale', 'tel*', ['Telegram', 'tells']],
    ['each word of a phrase, and only there', 'two one two', '"one two"', ['one', 'two']],
    ['what punctuation divides', 'at https://t.me/news now, news', 't.me/news', ['t', 'me', 'news']],
    ['nothing that is excluded', 'one two', 'one -two', ['one']],
    ['a word beside an emoji', 'gut🤔gut', 'gut', ['gut', 'gut']],
    ['either of two', 'b a', 'a OR b', ['b', 'a']],
  ])('%s', (_, text, search, expected) => {
    expect(marked(text, search)).toEqual(expected);
  });
});

describe('a text', () => {
  test.each([
    ['has no phrase where its words are one', 'ab', '"a b"', false],
    ['has a phrase whatever stands between its words', 'a… b', '"a b"', true],
    ['has no word that ends another, of letters of two units', '𐐨b', 'b', false],
    ['has a word after a mark that divides', 'a\u0344b', 'b', true],
    ['has a word in capitals, or with accents', 'ГАВАНЬ Été', 'гавань ete', true],
    ['has a ß, also as a capital', 'STRAẞE', 'straße', true],
    ['has no letter with another accent, where it is not Latin', 'гаваний', 'гавании', false],
    ['has a beginning at a later place', 'unharmed harmed', 'har*', true],
    ['has not what it excludes', 'one two', 'one -two', false],
  ])('%s: %s, %s', (_, text, search, expected) => {
    expect(matcherOf(queryOf(search))(text)).toBe(expected);
    const connection = emptyDatabase();
    insertChannel(connection, 1);
    insertPost(connection, { channelId: 1, id: 1, postedAt: 1000, text });
    const match = matchExpression(queryOf(search));
    const found = connection.all('SELECT rowid FROM post_search WHERE post_search MATCH ?', match);
    expect(found.length === 1).toBe(expected);
  });
});

const pieces = fc.constantFrom(
  ...'a b ab ä Ä é e\u0301 ß SS й и Й ё σ ς ı İ 한 漢 3 3.5 @a #ab a-b OR AND NOT NEAR NEAR( ( ) : ^ { + * - " -" "* text: \0 \ud800 🙂 🤔 — … \u0305 \u0344 \n'
    .split(' ')
    .concat(' ', ' ', ' ', '" ', ' -'),
);
const typed = fc.oneof(
  fc.array(pieces, { maxLength: 10 }).map((some) => some.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

test('whatever is typed, SQLite understands it, and finds exactly the texts that match', () => {
  const connection = emptyDatabase();
  insertChannel(connection, 1);
  let id = 0;
  fc.assert(
    fc.property(typed, fc.array(typed, { minLength: 1, maxLength: 5 }), (search, texts) => {
      const parsed = parseSearch(search);
      if (!parsed.ok) return;
      for (const text of texts.map((one) => one.toWellFormed())) {
        id += 1;
        const key = insertPost(connection, { channelId: 1, id, postedAt: id * 1000, text });
        const row = connection.get(
          'SELECT 1 FROM post_search WHERE post_search MATCH ? AND rowid = CAST(? AS INTEGER)',
          matchExpression(parsed.query),
          key,
        );
        if (hasYoungLetters(search + text)) continue;
        expect({ text, found: row !== undefined }).toEqual({ text, found: matcherOf(parsed.query)(text) });
      }
    }),
    randomly({ numRuns: 2000 }),
  );
});

/** Letters of which SQLite's Unicode, of 2012, and this process's say something else. */
function hasYoungLetters(text: string): boolean {
  return /[^\0-\u036f\u0390-\u04ff가-힣一-龥\ud800-\udfff🙂🤔—…]/u.test(text);
}
