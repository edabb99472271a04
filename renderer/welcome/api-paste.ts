/** `api_id` and `api_hash` as they were found in a text. */
export interface PastedApplication {
  readonly apiId: string;
  readonly apiHash: string;
}

/**
 * Both of them out of a piece of my.telegram.org, such as "App api_id: 123456 App api_hash: 0123…"; null where one
 * is missing. The page has other numbers too, so one that is named wins over one that only stands there.
 */
export function readPastedApplication(text: string): PastedApplication | null {
  const apiHash = /\b[0-9a-f]{32}\b/i.exec(text)?.[0];
  if (apiHash === undefined) return null;
  const rest = text.replace(apiHash, ' ');
  const named = /api_?\s?id\D{0,20}(\d{1,10})\b/i.exec(rest)?.[1];
  const apiId = named ?? (/^\D*(\d{1,10})\D*$/.exec(rest)?.[1] || undefined);
  return apiId === undefined ? null : { apiId, apiHash: apiHash.toLowerCase() };
}
