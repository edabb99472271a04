import { mediaKinds } from './domain.ts';
import { type Folded, foldedWords, lettersOf, mayHaveWords, withoutPunctuation } from './search-words.ts';

/**
 * The words of a search. All must hold:
 * - `word`; punctuation inside divides it into words that must follow each other: `@name`, `3.5`, `https://t.me/x`
 * - `"several words"` one after the other; a quote that is not closed reads to the end
 * - `begin*`, also at the end of a phrase
 * - `-word`, `-"several words"`, `-begin*`: must not be there
 * - `one OR other`: one of them. Only between two that are wanted, and only in capitals; elsewhere a word like any other
 */
export type ParsedSearch =
  | { readonly ok: true; readonly query: SearchQuery }
  /** Why there is nothing to search for, in words. */
  | { readonly ok: false; readonly reason: string };

export interface SearchQuery {
  /** Of each of these lists one term must be there. */
  readonly wanted: readonly (readonly SearchTerm[])[];
  readonly excluded: readonly SearchTerm[];
}

/** Words that follow each other. `beginning`: the last one may go on. */
export interface SearchTerm {
  readonly text: string;
  readonly beginning: boolean;
}

type Token = SearchTerm & { readonly excluded: boolean; readonly or: boolean };

const tokenPattern = /(-?)(?:"([^"]*)(?:"(\*?)|$)|([^\s"]+))/g;

export function parseSearch(text: string): ParsedSearch {
  const tokens = tokensOf(text);
  const wanted: SearchTerm[][] = [];
  const excluded: SearchTerm[] = [];
  let joins = false;
  for (const [index, token] of tokens.entries()) {
    const { or, excluded: isExcluded, ...term } = token;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const joinsTwo = or && before?.excluded === false && after?.excluded === false && !joins;
    if (joinsTwo) {
      joins = true;
      continue;
    }
    if (isExcluded) excluded.push(term);
    else if (joins) wanted.at(-1)?.push(term);
    else wanted.push([term]);
    joins = false;
  }
  if (wanted.length > 0 || excluded.length > 0) return { ok: true, query: { wanted, excluded } };
  return {
    ok: false,
    reason:
      text.trim() === ''
        ? 'There are no words to search for. Enter a word.'
        : `“${text.trim()}” has no letter and no digit, and only words can be searched for. Enter a word.`,
  };
}

/** Only what has a word in it: punctuation and emoji alone are passed over. */
function tokensOf(text: string): readonly Token[] {
  // Phones and word processors write “ ” „ where a person typed ".
  const plain = text.replaceAll(/[“”„]/g, '"');
  return [...plain.matchAll(tokenPattern)].flatMap(([whole, minus, phrase, star, word = '']) => {
    const term = phrase ?? word;
    if (foldedWords(term).length === 0) return [];
    const beginning = phrase === undefined ? word.endsWith('*') : star === '*';
    return [{ text: term, beginning, excluded: minus === '-', or: whole === 'OR' }];
  });
}

/**
 * The query in the language of FTS5, for a table `(text, tags)`. Every term is quoted, so that nothing a person types
 * is an operator or a mistake. Both sides, this one and `indexPost`, hand over words without punctuation.
 */
export function matchExpression({ wanted, excluded }: SearchQuery): string {
  // FTS5 knows no NOT without a left side. Every post has one tag of its kind of media.
  const all = wanted.length === 0 ? [taggedAny([...mediaKinds, 'none'].map((kind) => `m${kind}`))] : [];
  const some = [...wanted.map(matchAny), ...all].join(' AND ');
  return excluded.length === 0 ? some : `(${some}) NOT ${matchAny(excluded)}`;
}

/** That a post has one of these tags, each a word. */
export function taggedAny(tags: readonly string[]): string {
  return `tags : (${tags.map((tag) => `"${tag}"`).join(' OR ')})`;
}

/** The same, that a text has one of these terms. */
export function matchAny(terms: readonly SearchTerm[]): string {
  return `text : (${terms.map(({ text, beginning }) => `"${withoutPunctuation(text)}"${beginning ? ' *' : ''}`).join(' OR ')})`;
}

/** Whether a text has what is wanted, and nothing that is excluded: as the index would find it. */
export function matcherOf({ wanted, excluded }: SearchQuery): (text: string) => boolean {
  const sought = wanted.map((terms) => terms.map(soughtOf));
  const unwanted = excluded.map(soughtOf);
  return (text) => {
    // Most texts do not have the letters, which is seen ten times as fast as that they do not have the word.
    const { letters, plain } = lettersOf(text);
    let words: readonly Folded[] | null = null;
    const has = (term: Sought): boolean => {
      if (!mayHaveWords(letters, term.letters, term.beginning)) return false;
      if (plain && term.plain) return true;
      words ??= foldedWords(text);
      return placesOf(term, words).next().done !== true;
    };
    return sought.every((terms) => terms.some(has)) && !unwanted.some(has);
  };
}

/** Where the wanted words are in a text, as places of its UTF-16 units: in order, without overlap. */
export function highlights(
  text: string,
  { wanted }: SearchQuery,
): readonly { readonly from: number; readonly to: number }[] {
  const words = foldedWords(text);
  const marked = new Set(wanted.flat().flatMap((term) => [...placesOf(soughtOf(term), words)].flat()));
  return words.flatMap(({ from, to }, index) => (marked.has(index) ? [{ from, to }] : []));
}

interface Sought {
  readonly words: readonly string[];
  readonly beginning: boolean;
  /** Of each of its words. */
  readonly letters: readonly string[];
  /** In a text of nothing but ASCII, letters say all. */
  readonly plain: boolean;
}

function soughtOf({ text, beginning }: SearchTerm): Sought {
  const words = foldedWords(text).map(({ word }) => word);
  const bare = words.map(lettersOf);
  return {
    words,
    beginning,
    letters: bare.map(({ letters }) => letters),
    plain: bare.every(({ plain }) => plain),
  };
}

/** The places of the words of each occurrence of the term. */
function* placesOf(
  { words: sought, beginning }: Sought,
  words: readonly Folded[],
): Generator<readonly number[], void, undefined> {
  for (let start = 0; start + sought.length <= words.length; start += 1) {
    if (holdsAt(words, start, sought, beginning)) yield sought.map((_, index) => start + index);
  }
}

function holdsAt(
  words: readonly Folded[],
  start: number,
  sought: readonly string[],
  beginning: boolean,
): boolean {
  return sought.every((word, index) => {
    const held = words[start + index]?.word;
    return beginning && index === sought.length - 1 ? held?.startsWith(word) === true : held === word;
  });
}
