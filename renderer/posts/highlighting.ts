import { highlights, parseSearch, type SearchQuery } from '../../shared/search-query.ts';

/** Where the words of a search stand in a text. */

export interface Mark {
  readonly from: number;
  readonly to: number;
}

/** In order, without overlap; none where the query cannot be searched for. */
export function marksOf(text: string, query: string): readonly Mark[] {
  const parsed = queryOf(query);
  return parsed === null ? [] : highlights(text, parsed);
}

let latest: { readonly text: string; readonly query: SearchQuery | null } = { text: '', query: null };

/** Every row of a list asks for the same one. */
function queryOf(text: string): SearchQuery | null {
  if (latest.text !== text) {
    const parsed = parseSearch(text);
    latest = { text, query: parsed.ok ? parsed.query : null };
  }
  return latest.query;
}

const excerptLength = 420;
const leadLength = 60;

/** The part of a long text that a row shows: where the first mark is, if that is not at the beginning. */
export function excerptOf(
  text: string,
  query: string,
): { readonly text: string; readonly marks: readonly Mark[] } {
  const marks = marksOf(text, query);
  const first = marks[0];
  const start =
    first === undefined || first.from < excerptLength / 3 ? 0 : wordStart(text, first.from - leadLength);
  const lead = start === 0 ? '' : '… ';
  const end = start + excerptLength;
  const shown = lead + wholeCharacters(text.slice(start, end));
  const shift = lead.length - start;
  return {
    text: shown,
    marks: marks
      .filter(({ from, to }) => from >= start && to <= end)
      .map(({ from, to }) => ({ from: from + shift, to: to + shift })),
  };
}

function wordStart(text: string, from: number): number {
  const space = text.slice(from).search(/\s/);
  return space === -1 || space > leadLength ? Math.max(0, from) : from + space + 1;
}

/** Without half an emoji at its end. */
function wholeCharacters(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}
