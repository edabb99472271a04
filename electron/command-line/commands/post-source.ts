import type { PostFilter } from '../../../shared/archive.ts';
import type { ContractClient } from '../../../shared/contract.ts';
import type { HeldPost } from '../../../shared/domain.ts';
import type { PostsReader } from '../../ports/archive.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';

/** Posts as exporting and searching ask for them, whoever answers. Words that cannot be searched for end the command. */

export async function searchPage(
  client: ContractClient,
  filter: PostFilter,
  { limit, beforeKey }: { readonly limit: number; readonly beforeKey?: number },
): Promise<readonly HeldPost[]> {
  const answer = await client.request('posts.search', {
    ...filter,
    limit,
    ...(beforeKey === undefined ? {} : { before: beforeKey }),
  });
  if (!answer.accepted) throw new CommandError(answer.reason, exitCodes.usage);
  return answer.items;
}

export function countThrough(client: ContractClient): PostsReader['count'] {
  return async (filter, atMost) => {
    const answer = await client.request('posts.count', { ...filter, atMost });
    if (!answer.accepted) throw new CommandError(answer.reason, exitCodes.usage);
    return answer;
  };
}
