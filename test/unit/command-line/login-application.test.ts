import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Answers } from '../../../electron/command-line/answers.ts';
import { type LoginOptions, login } from '../../../electron/command-line/commands/login.ts';
import { ada } from '../../support/channel-samples.ts';
import { clientWith, recordedOutput } from '../../support/command-line-stubs.ts';

const hash = '0123456789abcdef0123456789abcdef';

async function signIn(options: Partial<LoginOptions>, lines: string[] = []) {
  const begun: unknown[] = [];
  const output = recordedOutput();
  const answers: Answers = {
    ask: async () => {
      const line = lines.shift();
      if (line === undefined) throw new Error('Nothing more was to be asked.');
      return line;
    },
    close: () => undefined,
  };
  const client = clientWith({
    'api.get': () => ({ apiId: null }),
    'signin.begin': (request) => {
      begun.push(request);
      return { step: 'done', account: ada };
    },
  });
  await login(client, output, answers, { phone: '+49151', apiId: '12345', ...options });
  return { begun, notes: output.notes };
}

const application = { phone: '+49151', apiId: 12_345, apiHash: hash };

test('an api_hash comes from a file, or from standard input, and nothing is said about it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-login-'));
  try {
    const file = join(folder, 'hash');
    writeFileSync(file, `${hash}\n`, { mode: 0o600 });
    expect(await signIn({ apiHashFile: file })).toEqual({ begun: [application], notes: [] });
    expect(await signIn({ apiHashFile: '-' }, [`${hash} `])).toEqual({ begun: [application], notes: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('one written out still works, and says who can see it', async () => {
  const { begun, notes } = await signIn({ apiHash: hash });
  expect(begun).toEqual([application]);
  expect(notes).toEqual([expect.stringMatching(/Other users.*--api-hash-file FILE/)]);
  expect(notes.join()).not.toContain(hash);
});

test('both ways at once are refused', async () => {
  await expect(signIn({ apiHash: hash, apiHashFile: '-' })).rejects.toMatchObject({ exitCode: 2 });
});
