import { renderUnicodeCompact } from 'uqr';
import type { ApiChoice, ContractClient, ResponseOf } from '../../../shared/contract.ts';
import { formatSetting } from '../../../shared/format.ts';
import type { Answers } from '../answers.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { readSecretFile } from '../secret-file.ts';

type SignInAnswer = ResponseOf<'signin.begin'>;

/** Wrong answers that are asked again on a terminal; a script gets one more line of input each time. */
const mostWrongAnswers = 3;

export interface LoginOptions {
  readonly phone?: string;
  readonly qr?: true;
  readonly apiId?: string;
  readonly apiHash?: string;
  /** "-": the next line of standard input. */
  readonly apiHashFile?: string;
}

/**
 * Signs an account in, by a QR code that a signed-in Telegram app scans, or by phone number: code and, if Telegram
 * asks for it, password come from standard input, one a line. The application is asked for where none is kept.
 */
export async function login(
  client: ContractClient,
  output: Output,
  answers: Answers,
  options: LoginOptions,
): Promise<void> {
  const { phone } = options;
  if ((phone === undefined) === (options.qr === undefined)) {
    throw new CommandError('Give --phone NUMBER or --qr.', exitCodes.usage);
  }
  const application = await applicationOf(client, output, answers, options);
  const begun =
    phone === undefined
      ? await client.request('signin.qr', application)
      : await client.request('signin.begin', { phone, ...application });
  const account = await answerQuestions(client, output, answers, begun);
  output.answer(
    account,
    () => `Signed in as ${account.name} (${account.maskedPhone}). Add channels: tidings channels add @name`,
  );
}

async function applicationOf(
  client: ContractClient,
  output: Output,
  answers: Answers,
  options: LoginOptions,
): Promise<ApiChoice> {
  if (options.apiHash !== undefined && options.apiHashFile !== undefined) {
    throw new CommandError('Give --api-hash-file or --api-hash, not both.', exitCodes.usage);
  }
  const given = [options.apiId, options.apiHash, options.apiHashFile].some((value) => value !== undefined);
  if (!given && (await client.request('api.get', {})).apiId !== null) return {};
  const apiId = Number(options.apiId ?? (await answers.ask('api_id (from my.telegram.org)')));
  if (!Number.isSafeInteger(apiId) || apiId <= 0) {
    throw new CommandError(
      'api_id must be the number that my.telegram.org shows for your own application.',
      exitCodes.usage,
    );
  }
  return { apiId, apiHash: await apiHashOf(output, answers, options) };
}

async function apiHashOf(output: Output, answers: Answers, options: LoginOptions): Promise<string> {
  const { apiHash, apiHashFile } = options;
  if (apiHash !== undefined) {
    output.note(
      'Other users of this computer can see the arguments of a command, and so this api_hash. Give it with --api-hash-file FILE instead ("-": from standard input).',
    );
    return apiHash;
  }
  if (apiHashFile !== undefined && apiHashFile !== '-') {
    return readSecretFile(apiHashFile, '--api-hash-file', output.note);
  }
  // What a file was piped from may end in a space.
  return (await answers.ask('api_hash', { secret: true })).trim();
}

async function answerQuestions(
  client: ContractClient,
  output: Output,
  answers: Answers,
  begun: SignInAnswer,
): Promise<Extract<SignInAnswer, { step: 'done' }>['account']> {
  let answer = begun;
  let wrongAnswers = 0;
  try {
    for (;;) {
      if (answer.step === 'done') return answer.account;
      if (answer.step === 'failed') {
        throw new CommandError(
          inWords(answer),
          answer.unreachable ? exitCodes.failed : exitCodes.signInNeeded,
        );
      }
      if (answer.problem !== null) {
        wrongAnswers += 1;
        if (wrongAnswers >= mostWrongAnswers) throw new CommandError(answer.problem, exitCodes.signInNeeded);
        output.note(answer.problem);
      }
      answer = await answerOne(client, output, answers, answer);
    }
  } catch (error) {
    if (answer.step !== 'done' && answer.step !== 'failed') {
      await client.request('signin.cancel', { signInId: answer.signInId });
      // What was wrong is the news, not that no further line came.
      if (answer.problem !== null && error instanceof CommandError) {
        throw new CommandError(answer.problem, exitCodes.signInNeeded);
      }
    }
    throw error;
  }
}

async function answerOne(
  client: ContractClient,
  output: Output,
  answers: Answers,
  question: Extract<SignInAnswer, { step: 'qr' | 'code' | 'password' }>,
): Promise<SignInAnswer> {
  const { signInId } = question;
  if (question.step === 'qr') {
    output.note(
      `${renderUnicodeCompact(question.link, { border: 2 })}\n` +
        'Scan this with the Telegram app: Settings, Devices, Link Desktop Device. A new code follows when this one expires.',
    );
    return client.request('signin.next', { signInId });
  }
  if (question.step === 'code') {
    if (question.problem === null) output.note(`Telegram has sent a code: ${question.sentTo}.`);
    return client.request('signin.code', { signInId, code: await answers.ask('Code') });
  }
  const hint = question.hint === null ? '' : ` (hint: ${question.hint})`;
  return client.request('signin.password', {
    signInId,
    password: await answers.ask(`Two-step verification password${hint}`, { secret: true }),
  });
}

function inWords({ reason, retryInMs, unreachable }: Extract<SignInAnswer, { step: 'failed' }>): string {
  if (unreachable) return `${reason} Nothing was kept. Check the connection, then try again.`;
  return retryInMs === null ? reason : `${reason} Try again in ${formatSetting(retryInMs)}.`;
}
