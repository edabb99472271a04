import { expect, test } from 'vitest';
import { LeaseLostError, StoreError } from '../../../electron/ports/store.ts';
import { createAnswerer } from '../../../electron/service/answer.ts';
import { type Handlers, RequestError } from '../../../shared/contract.ts';
import { handlersWith, recordingLog } from '../../support/contract-stubs.ts';

function setUp(given: Partial<Handlers> = {}) {
  const log = recordingLog();
  return { answer: createAnswerer(handlersWith(given), log), log };
}

test('a good request is answered with what its handler gives', async () => {
  const { answer } = setUp({ 'runs.steps': async ({ runId }) => [{ runId }] as never });
  expect(await answer({ name: 'runs.steps', request: { runId: 3 } })).toEqual({ response: [{ runId: 3 }] });
});

test.each(['runs.explode', 'constructor', '__proto__', '', 7, null, undefined])(
  'an unknown name is a bad request: %s',
  async (name) => {
    const { answer, log } = setUp();
    expect(await answer({ name, request: {} })).toMatchObject({ failure: { code: 'bad-request' } });
    expect(log.entries).toEqual([]);
  },
);

test('a bad shape is a bad request that names what is wrong', async () => {
  const { answer } = setUp();
  expect(await answer({ name: 'settings.set', request: { intervalMs: 5 } })).toEqual({
    failure: {
      code: 'bad-request',
      message: 'Not understood: interval must be at least 1 minute. Nothing was changed.',
    },
  });
  expect(await answer({ name: 'run.start', request: undefined })).toMatchObject({
    failure: { code: 'bad-request' },
  });
});

test('a request error of a handler passes as it is', async () => {
  const failure = { code: 'not-connected', message: 'No account is signed in.' } as const;
  const { answer } = setUp({ 'run.stop': () => Promise.reject(new RequestError(failure)) });
  expect(await answer({ name: 'run.stop', request: {} })).toEqual({ failure });
});

test('a lost lease is told as such, in words', async () => {
  const { answer } = setUp({ 'run.start': () => Promise.reject(new LeaseLostError('token 3 < 4')) });
  const answered = await answer({ name: 'run.start', request: {} });
  expect(answered).toMatchObject({ failure: { code: 'lease-lost' } });
  expect(JSON.stringify(answered)).not.toContain('token');
});

test("the store's errors are written for people and pass with their words", async () => {
  const { answer } = setUp({
    'settings.get': () => Promise.reject(new StoreError('disk-full', 'The disk is full. Nothing was lost.')),
  });
  expect(await answer({ name: 'settings.get', request: {} })).toEqual({
    failure: { code: 'failed', message: 'The disk is full. Nothing was lost.' },
  });
});

test('any other error is logged whole and answered without its insides', async () => {
  const error = new TypeError('cannot read secretThing of undefined');
  const { answer, log } = setUp({
    'run.start': () => {
      throw error;
    },
  });
  const answered = await answer({ name: 'run.start', request: {} });
  expect(answered).toMatchObject({ failure: { code: 'failed' } });
  expect(JSON.stringify(answered)).not.toMatch(/secretThing|TypeError|answer\.test/);
  expect(log.entries).toEqual([{ level: 'error', message: 'Answering “run.start” failed.', error }]);
});

test('what was asked never reaches the log', async () => {
  const { answer, log } = setUp();
  await answer({ name: 'signin.password', request: { signInId: 'a', password: 'correct horse' } });
  expect(log.entries).toHaveLength(1);
  expect(JSON.stringify(log.entries)).not.toContain('correct horse');
});

test('where a request may have several forms, what is wrong with the one that was meant is said', async () => {
  const answer = createAnswerer(handlersWith({}), recordingLog());
  const request = { phone: '+49 151 23456789', apiId: 1, apiHash: 'not-a-hash' };
  expect(await answer({ name: 'signin.begin', request })).toMatchObject({
    failure: {
      code: 'bad-request',
      message: expect.stringMatching(/^Not understood: api_hash must be 32 hexadecimal digits/),
    },
  });
});
