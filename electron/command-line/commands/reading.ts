import type { ContractClient, Page } from '../../../shared/contract.ts';
import type { HeldPost } from '../../../shared/domain.ts';
import { localDay } from '../../../shared/schedule.ts';
import { postDocument, postsText, runDocument, runsText, statusDocument, statusText } from '../documents.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

const mostRows = 1000;

export async function showStatus(client: ContractClient, output: Output): Promise<void> {
  const snapshot = await client.request('snapshot.get', {});
  output.answer(statusDocument(snapshot), () => statusText(snapshot));
}

export async function showPosts(
  client: ContractClient,
  output: Output,
  options: { readonly channel: string; readonly limit: string },
): Promise<void> {
  const wanted = positive('--limit', options.limit);
  const posts: HeldPost[] = [];
  let before: number | null = null;
  do {
    const page: Page<HeldPost> = await client.request('posts.list', {
      reference: options.channel,
      limit: Math.min(mostRows, wanted - posts.length),
      ...(before === null ? {} : { before }),
    });
    posts.push(...page.items);
    before = page.next;
  } while (before !== null && posts.length < wanted);
  output.answer(posts.map(postDocument), () => postsText(posts));
}

export async function showRuns(
  client: ContractClient,
  output: Output,
  options: { readonly today?: true; readonly limit?: string },
): Promise<void> {
  const fallback = options.today ? mostRows : 50;
  const limit =
    options.limit === undefined ? fallback : Math.min(mostRows, positive('--limit', options.limit));
  const day = localDay(Date.now());
  const { items } = await client.request('runs.list', {
    limit,
    ...(options.today ? { from: day.startedAt, to: day.endsAt } : {}),
  });
  output.answer(
    items.map((run) => runDocument(run, null)),
    () => runsText(items),
  );
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new CommandError(`${option} must be a whole number of at least 1, not "${text}".`, exitCodes.usage);
}
