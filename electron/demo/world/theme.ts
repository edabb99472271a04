import type { Media, PostContent, TextLink } from './post.ts';
import { between, hash, pick, type Random, randomFrom } from './random.ts';

/** What a channel writes about. In its texts `{name}` stands for one of the words of that name, `{2-9}` for a number. */
export interface Theme {
  readonly headlines: readonly string[];
  readonly sentences: readonly string[];
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly tags: readonly string[];
  readonly polls: readonly { readonly question: string; readonly answers: readonly string[] }[];
  /** How an edited post says so, after its text. */
  readonly correction: string;
  readonly emojis: readonly string[];
  readonly authors: readonly string[];
  /** Where its links lead: a host under the reserved `.example`. */
  readonly site: string;
}

/** What a post of a theme says. The same seed always gives the same post. */
export function composePost(theme: Theme, seed: number): PostContent {
  const random = randomFrom(seed);
  const headline = expand(pick(random, theme.headlines), theme, random);
  const sentences = Array.from({ length: between(random, 0, 3) }, () =>
    expand(pick(random, theme.sentences), theme, random),
  );
  const media = composeMedia(theme, headline, random);
  if (media?.kind === 'poll') {
    return { text: '', media, textLink: null, author: null, forwardedFrom: null };
  }
  const paragraphs = [headline];
  if (sentences.length > 0) paragraphs.push(sentences.join(' '));
  // Every third preview is all there is of its address. Drawn apart, so that no other draw moves.
  if (media?.kind === 'link' && hash(seed, 91) % 3 > 0) paragraphs.push(media.url);
  if (random() < 0.3) paragraphs.push(`#${pick(random, theme.tags)} #${pick(random, theme.tags)}`);
  return {
    text: paragraphs.join('\n\n'),
    media,
    textLink: sentences.length > 0 ? composeTextLink(theme, headline, seed) : null,
    author: random() < 0.35 ? pick(random, theme.authors) : null,
    forwardedFrom: random() < 0.04 ? pick(random, theme.authors) : null,
  };
}

/** Every eighth such post links its headline. */
function composeTextLink(theme: Theme, headline: string, seed: number): TextLink | null {
  if (hash(seed, 92) % 8 > 0) return null;
  return { words: headline, url: `https://${theme.site}/notes/${hash(seed, 93) % 100_000}` };
}

/** The text of a post after its editing. */
export function correctedText(theme: Theme, text: string): string {
  return text === '' ? theme.correction : `${text}\n\n${theme.correction}`;
}

/** Replaces `{name}` by a word and `{2-9}` by a number. */
function expand(template: string, theme: Theme, random: Random): string {
  return template.replace(/\{(?:(\d+)-(\d+)|(\w+))\}/g, (_whole, low, high, name) => {
    if (name === undefined) return String(between(random, Number(low), Number(high)));
    const words = theme.words[name];
    if (words === undefined) throw new Error(`The theme of ${theme.site} has no words for {${name}}.`);
    return pick(random, words);
  });
}

function composeMedia(theme: Theme, headline: string, random: Random): Media | null {
  const dice = random();
  if (dice < 0.42) return null;
  if (dice < 0.7) {
    const isUpright = random() < 0.3;
    const [width, height] = isUpright ? [960, 1280] : [1280, 853];
    return { kind: 'photo', width, height, size: between(random, 60_000, 420_000) };
  }
  if (dice < 0.78) {
    return { kind: 'video', seconds: between(random, 8, 240), size: between(random, 900_000, 48_000_000) };
  }
  if (dice < 0.91) {
    const slug = headline
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .slice(0, 48)
      .replace(/^-|-$/g, '');
    return { kind: 'link', url: `https://${theme.site}/${slug}`, title: headline, site: theme.site };
  }
  if (dice < 0.94) {
    const size = between(random, 40_000, 3_000_000);
    return { kind: 'document', name: `${pick(random, theme.tags)}.pdf`, mimeType: 'application/pdf', size };
  }
  if (dice < 0.97 && theme.polls.length > 0) return { kind: 'poll', ...pick(random, theme.polls) };
  const seconds = between(random, 20, 600);
  if (dice < 0.99) return { kind: 'audio', seconds, title: headline, performer: pick(random, theme.authors) };
  return { kind: 'voice', seconds: Math.min(seconds, 120) };
}
