import { readFile } from 'node:fs/promises';
import {
  expiryWarning,
  lookUpWarning,
  planImport,
  planInWords,
  whyNoList,
} from '../../../shared/channel-import-plan.ts';
import { importChannels, resultInWords } from '../../../shared/channel-import-run.ts';
import { readChannelList, writeChannelNames, writeChannelTable } from '../../../shared/channel-list.ts';
import {
  type ContractClient,
  RequestError,
  type RequestOf,
  type ResponseOf,
} from '../../../shared/contract.ts';
import { keepDays as keepDaysSchema, postLimit } from '../../../shared/contract-schemas.ts';
import type { Channel } from '../../../shared/domain.ts';
import { plural } from '../../../shared/format.ts';
import { expiryInWords } from '../../../shared/post-expiry.ts';
import { findChannel } from '../../service/read-handlers.ts';
import { channelsText } from '../documents.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

/**
 * Adds each that can be added and says of each what became of it. Partly done where some were refused; throws
 * `CommandError` where none was added.
 */
export async function addChannels(
  client: ContractClient,
  output: Output,
  references: readonly string[],
  options: { readonly limit?: string },
): Promise<ExitCode> {
  const limit = options.limit === undefined ? {} : { limit: parseLimit(options.limit) };
  const before = await client.request('channels.list', {});
  const isAlready = ({ id }: Channel) => before.some((channel) => channel.id === id && channel.enabled);
  const added: Channel[] = [];
  const refused: string[] = [];
  const several = references.length > 1;
  for (const reference of references) {
    const request = { reference, ...limit };
    const answer = await (several ? addOneOf(client, request) : client.request('channels.add', request));
    if (answer.accepted) added.push(answer.channel);
    else refused.push(answer.reason);
    if (answer.accepted && isAlready(answer.channel)) {
      output.note(`${answer.channel.title} is collected already; nothing was changed.`);
    } else if (several) {
      output.note(
        answer.accepted
          ? `${reference}: added, ${answer.channel.title}.`
          : `${reference}: not added. ${answer.reason}`,
      );
    }
  }
  const [reason] = refused;
  if (reason !== undefined && added.length === 0) {
    throw new CommandError(
      several ? `None of the ${references.length} channels was added.` : reason,
      await failureCode(client),
    );
  }
  output.answer(added, () => channelsText(added));
  return refused.length === 0 ? exitCodes.succeeded : exitCodes.partial;
}

/** Among others, what cannot be a channel is refused like what Telegram does not know. */
async function addOneOf(
  client: ContractClient,
  request: RequestOf<'channels.add'>,
): Promise<ResponseOf<'channels.add'>> {
  try {
    return await client.request('channels.add', request);
  } catch (error) {
    if (error instanceof RequestError && error.code === 'bad-request') {
      return { accepted: false, reason: error.message };
    }
    throw error;
  }
}

/** Without a signed-in account the way out is signing in, and a script can tell by the code. */
async function failureCode(client: ContractClient): Promise<3 | 1> {
  const accounts = await client.request('accounts.list', {});
  return accounts.some(({ state }) => state === 'signed-in') ? exitCodes.failed : exitCodes.signInNeeded;
}

export async function listChannels(client: ContractClient, output: Output): Promise<void> {
  const channels = await client.request('channels.list', {});
  output.answer(channels, () => channelsText(channels));
}

export async function setChannel(
  client: ContractClient,
  output: Output,
  reference: string,
  options: {
    readonly limit?: string;
    readonly on?: true;
    readonly off?: true;
    readonly backfill?: string;
    readonly reread?: string;
    readonly keepDays?: string;
  },
): Promise<void> {
  if (options.on && options.off) throw new CommandError('Give --on or --off, not both.', exitCodes.usage);
  const enabled = options.on ? { enabled: true } : options.off ? { enabled: false } : {};
  const limit = options.limit === undefined ? {} : { limit: parseLimit(options.limit) };
  const { backfill, reread, keepDays } = options;
  const answer = await client.request('channels.set', {
    reference,
    ...enabled,
    ...limit,
    ...(backfill === undefined ? {} : { backfill: parseSwitch('--backfill', backfill) }),
    ...(reread === undefined ? {} : { reread: parseSwitch('--reread', reread) }),
    ...(keepDays === undefined ? {} : { keepDays: parseKeepDays(keepDays) }),
  });
  if (!answer.accepted) throw new CommandError(answer.reason, exitCodes.usage);
  const expiry =
    keepDays === undefined ? null : expiryInWords(answer.channel, answer.channel.keepDays, Date.now());
  if (expiry !== null) output.note(`${expiry} That is done once a day, after a run.`);
  output.answer(answer.channel, () => channelsText([answer.channel]));
}

/** Removes channels with the posts held of them: only where that was said to be meant. */
export async function removeChannels(
  client: ContractClient,
  output: Output,
  references: readonly string[],
  { withPosts }: { readonly withPosts?: true },
): Promise<void> {
  const collected = await client.request('channels.list', {});
  const channels = references.map((reference) => findChannel(collected, { reference }));
  const posts = channels.reduce((sum, { postsHeld }) => sum + postsHeld, 0);
  if (posts > 0 && !withPosts) {
    throw new CommandError(
      `${plural(posts, 'post')} would go with ${channels.map(({ title }) => title).join(', ')}. Nothing was removed. ` +
        'Add --with-posts to remove them, or switch the channel off: tidings channels set @name --off',
      exitCodes.usage,
    );
  }
  const answer = await client.request('channels.remove', { channelIds: channels.map(({ id }) => id) });
  if (!answer.accepted) throw new CommandError(answer.reason);
  output.answer(
    { removed: channels.map(({ id, title }) => ({ id, title })), postsRemoved: answer.postsRemoved },
    () =>
      `Removed ${channels.map(({ title }) => title).join(', ')}, with ${plural(answer.postsRemoved, 'post')}.`,
  );
}

/** Writes the list of channels to standard output: one name a line, or a table for spreadsheets. */
export async function exportChannels(
  client: ContractClient,
  output: Output,
  { csv }: { readonly csv?: true },
): Promise<void> {
  const channels = await client.request('channels.list', {});
  const text = csv ? writeChannelTable(channels) : writeChannelNames(channels);
  output.answer({ format: csv ? 'csv' : 'text', text }, () => text.trimEnd());
}

/** Adds the channels of a list, one after another; what is collected already gets the settings of the list. */
export async function importChannelList(
  client: ContractClient,
  output: Output,
  file: string,
): Promise<ExitCode> {
  const reading = readChannelList(await readList(file));
  const accounts = (await client.request('accounts.list', {})).filter(({ state }) => state === 'signed-in');
  const dialogs = await Promise.all(
    accounts.map(async ({ id: accountId }) => ({
      accountId,
      channels: (await client.request('dialogs.list', { accountId })).channels,
    })),
  );
  const collected = await client.request('channels.list', {});
  const plan = planImport(reading, collected, dialogs);
  output.note(planInWords(plan));
  for (const warning of [lookUpWarning(plan), expiryWarning(plan, collected, Date.now())]) {
    if (warning !== null) output.note(warning);
  }
  const result = await importChannels(client, [...plan.restores, ...plan.fresh], {
    isStopped: () => false,
    onProgress: ({ done, total, name }) => output.note(`${done + 1} of ${total}: ${name}`),
  });
  const failures = [...plan.problems, ...result.failures];
  for (const { line, text, reason } of failures) output.note(`Line ${line}, ${text}: ${reason}`);
  output.answer({ ...result, failures, already: plan.already }, () => resultInWords(result));
  if (failures.length === 0 && result.left === 0) return exitCodes.succeeded;
  if (accounts.length === 0) return exitCodes.signInNeeded;
  return result.added > 0 || plan.already > 0 ? exitCodes.partial : exitCodes.failed;
}

async function readList(file: string): Promise<string> {
  const text = await readText(file);
  const problem = whyNoList(text);
  if (problem === null) return text;
  throw new CommandError(`${file} ${problem} Nothing was added.`, exitCodes.usage);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new CommandError(`The list ${file} cannot be read (${code}). Nothing was added.`, exitCodes.usage);
  }
}

function parseSwitch(option: string, text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new CommandError(`${option} knows on and off, not "${text}".`, exitCodes.usage);
}

/** Null: for ever. */
function parseKeepDays(text: string): number | null {
  if (text === 'forever') return null;
  const parsed = keepDaysSchema.safeParse(text.trim() === '' ? Number.NaN : Number(text));
  if (parsed.success) return parsed.data;
  throw new CommandError(
    `--keep-days ${parsed.error.issues[0]?.message ?? 'is not valid'}, or the word forever.`,
    exitCodes.usage,
  );
}

function parseLimit(text: string): number {
  const parsed = postLimit.safeParse(Number(text));
  if (parsed.success) return parsed.data;
  throw new CommandError(
    `--limit ${parsed.error.issues[0]?.message ?? 'is not valid'}: so many of the newest posts are re-read, 1 to 1000.`,
    exitCodes.usage,
  );
}
