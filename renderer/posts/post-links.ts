/** The addresses a post leads to: those its text shows, then those behind its words. Each once, in order. */
export function linksOf(post: {
  readonly text: string;
  readonly links: readonly string[];
}): readonly string[] {
  const shown = [...post.text.matchAll(/https?:\/\/[^\s<>"'`]+/giu)].map(([address]) => trimmedEnd(address));
  return [...new Set([...shown, ...post.links])];
}

/** Without the full stop or bracket of the sentence it stands in. */
function trimmedEnd(address: string): string {
  const bare = address.replace(/[.,;:!?…»”’]+$/u, '');
  const unopened = bare.endsWith(')') && !bare.includes('(');
  return unopened ? trimmedEnd(bare.slice(0, -1)) : bare;
}

/** Whether it may be handed to the system: only what a browser or Telegram opens. */
export function canBeOpened(address: string): boolean {
  return URL.canParse(address) && ['http:', 'https:', 'tg:'].includes(new URL(address).protocol);
}
