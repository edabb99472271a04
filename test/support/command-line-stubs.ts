import type { Output } from '../../electron/command-line/output.ts';
import type { ContractClient, RequestName, RequestOf, ResponseOf } from '../../shared/contract.ts';

/** What a command says and answers, kept apart as the two streams would. */
export function recordedOutput(): Output & {
  readonly notes: string[];
  readonly answers: { readonly document: unknown; readonly text: string }[];
} {
  const notes: string[] = [];
  const answers: { document: unknown; text: string }[] = [];
  return {
    json: false,
    progress: null,
    notes,
    answers,
    note: (message) => notes.push(message),
    answer: (document, text) => answers.push({ document, text: text() }),
  };
}

type Answers = { readonly [Name in RequestName]?: (request: RequestOf<Name>) => ResponseOf<Name> };

/** A client whose answers are the test's; what has none fails the way a defect would. */
export function clientWith(answers: Answers): ContractClient {
  return {
    on: () => () => undefined,
    request: async (name, request) => {
      const answer = answers[name];
      if (answer === undefined) throw new Error(`${name} was not expected.`);
      return answer(request);
    },
  };
}
