import type { ContractClient, ResponseOf } from '../../../shared/contract.ts';
import { formatSetting } from '../../../shared/format.ts';
import type { Answers } from '../answers.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

type SignInAnswer = ResponseOf<'signin.begin'>;

/** Wrong answers that are asked again on a terminal; a script gets one more line of input each time. */
const mostWrongAnswers = 3;

export interface LoginOptions {
  readonly phone: string;
  readonly apiId?: string;
  readonly apiHash?: string;
}

/** Signs an account in: code and, if Telegram asks for it, password come from standard input, one a line. */
export async function login(
  client: ContractClient,
  output: Output,
  answers: Answers,
  options: LoginOptions,
): Promise<void> {
  const apiId = Number(options.apiId ?? (await answers.ask('api_id (from my.telegram.org)')));
  if (!Number.isSafeInteger(apiId) || apiId <= 0) {
    throw new CommandError(
      'api_id must be the number that my.telegram.org shows for your own application.',
      exitCodes.usage,
    );
  }
  const apiHash = options.apiHash ?? (await answers.ask('api_hash', { secret: true }));
  const begun = await client.request('signin.begin', { phone: options.phone, apiId, apiHash });
  const account = await answerQuestions(client, output, answers, begun);
  output.answer(
    account,
    () => `Signed in as ${account.name} (${account.maskedPhone}). Add channels: tidings channels add @name`,
  );
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
    if (answer.step === 'code' || answer.step === 'password') {
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
  question: Extract<SignInAnswer, { step: 'code' | 'password' }>,
): Promise<SignInAnswer> {
  const { signInId } = question;
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
