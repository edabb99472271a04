import type { PostFilter } from '../../../shared/archive.ts';
import type { ContractClient } from '../../../shared/contract.ts';
import { formatCount, formatDateTime } from '../../../shared/format.ts';
import type { ExportedChannel } from '../../exporting/format.ts';
import { exportRecord } from '../../exporting/record.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type Output, shorten, table } from '../output.ts';
import { searchPage } from './post-source.ts';

const mostRows = 1000;

/** Shows the newest posts that hold the words. As JSON they are told as exports tell them: docs/export.md. */
export async function searchPosts(
  client: ContractClient,
  output: Output,
  words: readonly string[],
  options: { readonly limit: string },
): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostRows) {
    const message = `--limit must be a whole number from 1 to ${mostRows}, not "${options.limit}".`;
    throw new CommandError(message, exitCodes.usage);
  }
  const filter: PostFilter = { text: words.join(' ') };
  const channels = new Map(
    (await client.request('channels.list', {})).map((channel) => [channel.id, channel]),
  );
  const posts = await searchPage(client, filter, { limit });
  const channelOf = (id: number): ExportedChannel =>
    channels.get(id) ?? { id, title: String(id), username: null };
  output.answer(
    posts.map((post) => exportRecord(post, channelOf(post.channelId))),
    () =>
      posts.length === 0
        ? 'No post held has these words.'
        : table(
            ['Channel', 'Post', 'Date', 'Views', 'Text'],
            posts.map((post) => [
              shorten(channelOf(post.channelId).title, 30),
              String(post.id),
              formatDateTime(post.postedAt),
              formatCount(post.views),
              shorten(post.media === null ? post.text : `[${post.media}] ${post.text}`, 80),
            ]),
            new Set([1, 3]),
          ),
  );
}
