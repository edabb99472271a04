/** The username in `@name`, `name` or a t.me link, in lower case (Telegram ignores case); null when there is none. */
export function usernameIn(reference: string): string | null {
  const link = /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me\/(?:s\/)?([a-z][a-z0-9_]{3,31})(?:[/?#].*)?$/i;
  const name = /^@?([a-z][a-z0-9_]{3,31})$/i;
  const match = link.exec(reference.trim()) ?? name.exec(reference.trim());
  return match?.[1]?.toLowerCase() ?? null;
}
