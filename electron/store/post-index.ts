import type { PostFilter, PostState } from '../../shared/archive.ts';
import type { MediaKind } from '../../shared/domain.ts';
import { taggedAny } from '../../shared/search-query.ts';
import { withoutPunctuation } from '../../shared/search-words.ts';
import type { Connection } from './connection.ts';

/**
 * The full-text index of posts: the words of each, and tags for its channel (`c17001`), its kind of media (`mphoto`,
 * `mnone`), its states (`sedited`) and each combination of these (`c17001mphotosedited`). So a filter is a word like any
 * other, and what several filters have in common is one list and not sought in several.
 */

/** Makes the post findable as it is now, whether it was before or not. In the transaction that writes the post. */
export function indexPost(connection: Connection, key: number): void {
  const post = connection.get<IndexedRow>(
    `SELECT channel_id AS channelId, text, media, revisions > 0 AS edited, deleted_at IS NOT NULL AS deleted,
       suspect_since IS NOT NULL AS suspect FROM posts WHERE row_id = ?`,
    key,
  );
  if (post === undefined) return;
  connection.run(
    'INSERT OR REPLACE INTO post_search (rowid, text, tags) VALUES (?, ?, ?)',
    key,
    withoutPunctuation(post.text),
    tagsOf(post).join(' '),
  );
}

/** In the transaction that removes the post. One that is not indexed is passed over. */
export function unindexPost(connection: Connection, key: number): void {
  connection.run('DELETE FROM post_search WHERE rowid = ?', key);
}

type IndexedRow = {
  readonly channelId: number;
  readonly text: string;
  readonly media: MediaKind | null;
} & { readonly [State in PostState]: 0 | 1 };

function tagsOf({ channelId, media, ...post }: IndexedRow): readonly string[] {
  const states = (['edited', 'deleted', 'suspect'] as const).filter((state) => post[state] === 1);
  return combined(['', `c${channelId}`], ['', `m${media ?? 'none'}`], ['', ...states.map(stateTag)]);
}

/** What the index is to match for posts of any of the channels, kinds of media and states. Something must be given. */
export function matchTags({ channelIds, media, state }: Omit<PostFilter, 'text' | 'from' | 'to'>): string {
  return taggedAny(
    combined(
      channelIds?.map((id) => `c${id}`) ?? [''],
      media?.map((kind) => `m${kind}`) ?? [''],
      state === undefined ? [''] : [stateTag(state)],
    ),
  );
}

function stateTag(state: PostState): string {
  return `s${state}`;
}

function combined(...parts: readonly (readonly string[])[]): readonly string[] {
  return parts
    .reduce<readonly string[]>((all, part) => all.flatMap((one) => part.map((other) => one + other)), [''])
    .filter((tag) => tag !== '');
}
