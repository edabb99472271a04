import type { ContractClient, PauseRequest } from '../../../shared/contract.ts';
import type { Settings } from '../../../shared/domain.ts';
import { formatSetting } from '../../../shared/format.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

/**
 * Every change of the schedule answers with what it now is. Where no process runs but this one, which ends at once,
 * nothing is due: the change is kept for whoever starts next.
 */
async function answerSentence(
  client: ContractClient,
  output: Output,
  unlessRunning: (sentence: string) => string,
): Promise<void> {
  const { state, sentence, next } = await client.request('snapshot.get', {});
  const { mode } = await client.request('system.get', {});
  if (mode === 'command') {
    const kept = unlessRunning(sentence);
    output.answer({ state: 'stopped', sentence: kept, nextRunAt: null, reason: next.because }, () => kept);
    return;
  }
  output.answer({ state, sentence, nextRunAt: next.dueAt, reason: next.because }, () => sentence);
}

export async function pause(
  client: ContractClient,
  output: Output,
  options: { readonly for?: string; readonly until?: string },
): Promise<void> {
  await client.request('schedule.pause', pauseRequest(options));
  await answerSentence(
    client,
    output,
    (sentence) => `${sentence} No Tidings is running now; one that is started keeps to it.`,
  );
}

function pauseRequest(options: { readonly for?: string; readonly until?: string }): PauseRequest {
  if (options.for !== undefined && options.until !== undefined) {
    throw new CommandError('Give --for or --until, not both.', exitCodes.usage);
  }
  if (options.for !== undefined) return { kind: 'for', durationMs: parseSpan(options.for, '--for') };
  if (options.until === undefined) return { kind: 'until-resumed' };
  if (options.until === 'tomorrow') return { kind: 'until-tomorrow' };
  throw new CommandError(`--until knows "tomorrow" only, not "${options.until}".`, exitCodes.usage);
}

export async function resume(client: ContractClient, output: Output): Promise<void> {
  const answer = await client.request('schedule.resume', {});
  if (!answer.accepted) throw new CommandError(answer.reason);
  await answerSentence(
    client,
    output,
    () => 'The pause is over. No Tidings is running now: start one to collect on schedule (tidings serve).',
  );
}

export async function stopRun(client: ContractClient, output: Output): Promise<void> {
  const answer = await client.request('run.stop', {});
  if (!answer.accepted) throw new CommandError(answer.reason);
  output.answer(
    { accepted: true },
    () => 'Stopping after the request in flight; what was collected is kept.',
  );
}

/** Names for people and how to read and write each. */
const settingNames = {
  policy: { key: 'policy', parse: (text: string) => text, format: String },
  interval: { key: 'intervalMs', parse: (text: string) => parseSpan(text, 'interval'), format: formatSpan },
  cooldown: { key: 'cooldownMs', parse: (text: string) => parseSpan(text, 'cooldown'), format: formatSpan },
  jitter: { key: 'jitterPercent', parse: parseNumber, format: (value: unknown) => `${value} %` },
  limit: { key: 'defaultLimit', parse: parseNumber, format: String },
  'run-at-launch': { key: 'runAtLaunch', parse: parseSwitch, format: formatSwitch },
  'quiet-on-battery': { key: 'quietOnBattery', parse: parseSwitch, format: formatSwitch },
  notifications: { key: 'notifications', parse: (text: string) => text, format: String },
} as const satisfies Record<
  string,
  { key: keyof Settings; parse: (text: string) => unknown; format: (value: unknown) => string }
>;

const names = Object.keys(settingNames) as (keyof typeof settingNames)[];

export async function getSettings(client: ContractClient, output: Output): Promise<void> {
  answerSettings(await client.request('settings.get', {}), output);
}

export async function setSettings(
  client: ContractClient,
  output: Output,
  assignments: readonly string[],
): Promise<void> {
  const change = Object.fromEntries(assignments.map(parseAssignment)) as Partial<Settings>;
  answerSettings(await client.request('settings.set', change), output);
}

function answerSettings(settings: Settings, output: Output): void {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  output.answer(settings, () =>
    names
      .map((name) => `${name.padEnd(width)}${settingNames[name].format(settings[settingNames[name].key])}`)
      .join('\n'),
  );
}

function parseAssignment(assignment: string): [string, unknown] {
  const [name = '', ...rest] = assignment.split('=');
  const setting = names.find((known) => known === name);
  if (setting === undefined || rest.length === 0) {
    throw new CommandError(
      `"${assignment}" is no setting. Write NAME=VALUE with one of: ${names.join(', ')}; for example interval=10m.`,
      exitCodes.usage,
    );
  }
  return [settingNames[setting].key, settingNames[setting].parse(rest.join('='))];
}

/** Milliseconds of `90s`, `10m`, `10 min`, `1h`, `1h30m`, `7d`. Throws `CommandError` on anything else. */
export function parseSpan(text: string, what: string): number {
  const unit: Record<string, number> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
  const parts = [...text.trim().matchAll(/(\d+)\s*(min|s|m|h|d)\s*/gy)];
  const read = parts.reduce((length, part) => length + part[0].length, 0);
  if (parts.length === 0 || read !== text.trim().length) {
    throw new CommandError(
      `${what}: "${text}" is no span of time. Write it as 90s, 10m, 1h30m or 7d.`,
      exitCodes.usage,
    );
  }
  return parts.reduce((sum, [, amount, name]) => sum + Number(amount) * (unit[name ?? ''] ?? 0), 0);
}

function formatSpan(value: unknown): string {
  return formatSetting(Number(value));
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new CommandError(`"${text}" is not a number.`, exitCodes.usage);
}

function parseSwitch(text: string): boolean {
  if (text === 'on' || text === 'true') return true;
  if (text === 'off' || text === 'false') return false;
  throw new CommandError(`"${text}" is neither on nor off.`, exitCodes.usage);
}

function formatSwitch(value: unknown): string {
  return value === true ? 'on' : 'off';
}
