import { parseSearch, type SearchQuery } from '../../shared/search-query.ts';

/** The query of a text that is known to be one. */
export function queryOf(text: string): SearchQuery {
  const parsed = parseSearch(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.query;
}
