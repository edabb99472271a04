import type { SearchQuery, SearchTerm } from '../../shared/search-query.ts';
import { foldedWords } from '../../shared/search-words.ts';

/**
 * Beginnings of words. The full-text index has lists of those of three letters. For any other SQLite merges the posts
 * of all words that begin so before it gives the first, which takes long where these are many; and where they are many,
 * they are soon met among the posts that a wider search finds.
 */

/** As in the schema: `prefix='3'`. */
const lettersIndexed = 3;

/**
 * What finds all that the query finds and more, without a beginning that SQLite would have to merge. The query itself
 * where it has none; null where nothing would be left of it.
 */
export function widened(query: SearchQuery): SearchQuery | null {
  const { wanted, excluded } = query;
  if (![...wanted.flat(), ...excluded].some(isMerged)) return query;
  const wider = {
    wanted: wanted.flatMap((terms) => {
      const all = terms.map(widenedTerm);
      return all.every((term) => term !== null) ? [all] : [];
    }),
    excluded: excluded.filter((term) => !isMerged(term)),
  };
  return wider.wanted.length + wider.excluded.length === 0 ? null : wider;
}

function isMerged({ text, beginning }: SearchTerm): boolean {
  return beginning && lettersOfLast(text).length !== lettersIndexed;
}

/** Null: any post has it. */
function widenedTerm(term: SearchTerm): SearchTerm | null {
  if (!isMerged(term)) return term;
  const before = foldedWords(term.text)
    .slice(0, -1)
    .map(({ word }) => word);
  const letters = lettersOfLast(term.text);
  if (letters.length > lettersIndexed) {
    return { text: [...before, letters.slice(0, lettersIndexed).join('')].join(' '), beginning: true };
  }
  return before.length === 0 ? null : { text: before.join(' '), beginning: false };
}

function lettersOfLast(text: string): readonly string[] {
  return Array.from(foldedWords(text).at(-1)?.word ?? '');
}
