import { type PostFilter, postStates } from '../../shared/archive.ts';
import { mediaKinds } from '../../shared/domain.ts';
import { hashOf } from '../state/place.ts';

/** Which posts, and which of them is open, as the address says it: one part, so that any screen can link here. */

export interface PostName {
  readonly channelId: number;
  readonly postId: number;
}

export interface PostsPlace {
  readonly filter: PostFilter;
  readonly post: PostName | null;
}

export type MediaChoice = NonNullable<PostFilter['media']>[number];

export const mediaChoices: readonly MediaChoice[] = ['none', ...mediaKinds];

/** The address of the Posts screen with this filter, and with this post open. */
export function postsHash(filter: PostFilter, post?: PostName): string {
  return hashOf('posts', partOf({ filter, post: post ?? null }));
}

/** Null for every post, none of them open. */
export function partOf({ filter, post }: PostsPlace): string | null {
  const { text, channelIds, from, to, media, state } = filter;
  const fields = new URLSearchParams();
  if (text !== undefined && text.trim() !== '') fields.set('text', text.trim());
  if (channelIds !== undefined && channelIds.length > 0) fields.set('channels', channelIds.join('.'));
  if (from !== undefined) fields.set('from', String(from));
  if (to !== undefined) fields.set('to', String(to));
  if (media !== undefined && media.length > 0) fields.set('media', media.join('.'));
  if (state !== undefined) fields.set('state', state);
  if (post !== null) fields.set('post', `${post.channelId}.${post.postId}`);
  const part = fields.toString();
  return part === '' ? null : part;
}

/** What cannot be read of an address does not narrow: a link from elsewhere always leads somewhere. */
export function readPart(part: string | null): PostsPlace {
  const fields = new URLSearchParams(part ?? '');
  const text = (fields.get('text') ?? '').trim();
  const channelIds = [...new Set(numbersOf(fields.get('channels')))];
  const [from] = numbersOf(fields.get('from'));
  const [to] = numbersOf(fields.get('to'));
  const named = (fields.get('media') ?? '').split('.');
  const media = mediaChoices.filter((choice) => named.includes(choice));
  const state = postStates.find((known) => known === fields.get('state'));
  const [channelId, postId] = numbersOf(fields.get('post'));
  return {
    filter: {
      ...(text === '' ? {} : { text }),
      ...(channelIds.length === 0 ? {} : { channelIds }),
      ...(from === undefined || from < 0 ? {} : { from }),
      ...(to === undefined || to < 0 ? {} : { to }),
      ...(media.length === 0 ? {} : { media }),
      ...(state === undefined ? {} : { state }),
    },
    post: channelId === undefined || postId === undefined ? null : { channelId, postId },
  };
}

function numbersOf(text: string | null): readonly number[] {
  return (text ?? '')
    .split('.')
    .filter((piece) => /^-?\d{1,16}$/.test(piece))
    .map(Number)
    .filter(Number.isSafeInteger);
}
