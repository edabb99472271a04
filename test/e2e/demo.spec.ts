import { expect, test } from '@playwright/test';
import { runCommand, runForDocument, startCommand } from '../support/command.ts';

test('the demo collects every channel once, prints the run and ends', async () => {
  const run = await runForDocument<{ channels: { status: string; messages: number }[] }>(['demo', '--once']);
  expect(run).toMatchObject({
    status: 'succeeded',
    channelsDone: 12,
    channelsTotal: 12,
    messages: 600,
    newMessages: 600,
    errors: 0,
  });
  expect(run.channels.map(({ status, messages }) => ({ status, messages }))).toEqual(
    Array.from({ length: 12 }, () => ({ status: 'succeeded', messages: 50 })),
  );
});

test('the demo says on a bad option what it takes', async () => {
  const result = await runCommand(['demo', '--once', '--channels', 'many']);
  expect(result).toMatchObject({ code: 2, stdout: '' });
});

test('the demo goes on collecting until it is told to end, and ends cleanly', async () => {
  const demo = startCommand(['demo', '--channels', '3']);
  await demo.line(/Tidings is ready .* http:\/\/127\.0\.0\.1:\d+/);
  await demo.line(/Collection took .*, waiting .* until the next\./);
  const { code, stderr } = await demo.end('SIGINT');
  expect(code).toBe(0);
  expect(stderr.trim()).toBe('Signed in over MTProto as Demo Reader.');
});
