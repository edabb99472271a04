import type { ContractClient } from '../../../shared/contract.ts';
import { postLimit } from '../../../shared/contract-schemas.ts';
import type { Channel } from '../../../shared/domain.ts';
import { channelsText } from '../documents.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export async function addChannels(
  client: ContractClient,
  output: Output,
  references: readonly string[],
  options: { readonly limit?: string },
): Promise<void> {
  const limit = options.limit === undefined ? {} : { limit: parseLimit(options.limit) };
  const added: Channel[] = [];
  for (const reference of references) {
    const answer = await client.request('channels.add', { reference, ...limit });
    if (!answer.accepted) {
      throw new CommandError(
        added.length === 0 ? answer.reason : `${answer.reason} Those named before it were added.`,
        await failureCode(client),
      );
    }
    added.push(answer.channel);
  }
  output.answer(added, () => channelsText(added));
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
  options: { readonly limit?: string; readonly on?: true; readonly off?: true },
): Promise<void> {
  if (options.on && options.off) throw new CommandError('Give --on or --off, not both.', exitCodes.usage);
  const enabled = options.on ? { enabled: true } : options.off ? { enabled: false } : {};
  const limit = options.limit === undefined ? {} : { limit: parseLimit(options.limit) };
  const answer = await client.request('channels.set', { reference, ...enabled, ...limit });
  if (!answer.accepted) throw new CommandError(answer.reason, exitCodes.usage);
  output.answer(answer.channel, () => channelsText([answer.channel]));
}

function parseLimit(text: string): number {
  const parsed = postLimit.safeParse(Number(text));
  if (parsed.success) return parsed.data;
  throw new CommandError(
    `--limit ${parsed.error.issues[0]?.message ?? 'is not valid'}: how many of the newest posts each run reads again, 1 to 1000.`,
    exitCodes.usage,
  );
}
