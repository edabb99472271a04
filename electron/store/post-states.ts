import type { PostState } from '../../shared/archive.ts';

/** An index on `channel_id`, which ends with the key as every index does, and what its posts have in common. */
export interface ByChannel {
  readonly index: string;
  readonly holds: string;
}

export const postsByChannel: ByChannel = { index: 'posts_by_channel', holds: 'true' };

export const postsOfState: Readonly<Record<PostState, ByChannel>> = {
  edited: { index: 'posts_edited', holds: 'revisions > 0' },
  deleted: { index: 'posts_deleted', holds: 'deleted_at IS NOT NULL' },
  suspect: { index: 'posts_suspect', holds: 'suspect_since IS NOT NULL' },
};
