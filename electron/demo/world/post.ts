import type { Metrics } from './metrics.ts';

/** What is attached to a post, as far as its row tells of it. */
export type Media =
  | { readonly kind: 'photo'; readonly width: number; readonly height: number; readonly size: number }
  | { readonly kind: 'video'; readonly seconds: number; readonly size: number }
  | { readonly kind: 'audio'; readonly seconds: number; readonly title: string; readonly performer: string }
  | { readonly kind: 'voice'; readonly seconds: number }
  | { readonly kind: 'document'; readonly name: string; readonly mimeType: string; readonly size: number }
  | { readonly kind: 'poll'; readonly question: string; readonly answers: readonly string[] }
  | { readonly kind: 'link'; readonly url: string; readonly title: string; readonly site: string };

/** An address beneath words of the text. Where the text has the words no more, it has no link. */
export interface TextLink {
  readonly words: string;
  readonly url: string;
}

/** A post as it is at the moment it was asked for. */
export interface WorldPost extends Metrics {
  readonly channelId: number;
  readonly id: number;
  readonly postedAt: number;
  readonly editedAt: number | null;
  readonly text: string;
  readonly media: Media | null;
  readonly textLink: TextLink | null;
  /** The same for all parts of an album. */
  readonly groupId: number | null;
  readonly author: string | null;
  readonly forwardedFrom: string | null;
  readonly pinned: boolean;
  /** Not a post but a note that something happened. */
  readonly service: 'created' | 'pinned' | null;
}

/** What a post says, apart from its counters: what the generator makes and what may be given on request. */
export interface PostContent {
  readonly text: string;
  readonly media: Media | null;
  readonly textLink: TextLink | null;
  readonly author: string | null;
  readonly forwardedFrom: string | null;
}
