import type { ExportFormat, PostFilter } from '../../shared/archive.ts';
import type { Channel, HeldPost } from '../../shared/domain.ts';
import { csv } from './csv.ts';
import { html } from './html.ts';
import { jsonLines } from './json-lines.ts';

/** The channel of a post, as far as an export tells of it. */
export type ExportedChannel = Pick<Channel, 'id' | 'title' | 'username'>;

/** How posts become a file. docs/export.md tells people what they can rely on. */
export interface Writing {
  /** What comes before the first post. */
  head(about: { readonly filter: PostFilter; readonly at: number }): string;
  post(post: HeldPost, channel: ExportedChannel): string;
  /** What comes after the last. */
  foot(posts: number): string;
}

export const writings: Readonly<Record<ExportFormat, Writing>> = { csv, jsonl: jsonLines, html };
