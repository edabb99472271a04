import { expect } from '@playwright/test';
import { runCommand, runForDocument, startCommand } from '../support/command.ts';
import {
  callsOf,
  collectOnce,
  credentials,
  historyCalls,
  password,
  phone,
  type RunDocument,
  servedPosts,
  test,
} from '../support/tidings-fixture.ts';

test('three channels: 150 new posts, then none, then every one of 690 that appeared', async ({ tidings }) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();

  expect(await collectOnce(common)).toMatchObject({
    status: 'succeeded',
    channelsDone: 3,
    channelsTotal: 3,
    messages: 150,
    newMessages: 150,
    errors: 0,
  });
  // Nothing has moved, so no post is read again.
  expect(await collectOnce(common)).toMatchObject({
    status: 'succeeded',
    channelsDone: 3,
    messages: 0,
    newMessages: 0,
  });

  for (const channel of channels.slice(0, 3)) {
    for (let post = 1; post <= 230; post += 1)
      await dataCentre.run('addPost', { channel, text: `Appeared ${post}` });
  }
  expect(await collectOnce(common)).toMatchObject({ status: 'succeeded', newMessages: 690 });

  const [channel = ''] = channels;
  const held = await runForDocument<{ id: number; text: string }[]>([
    'posts',
    '--channel',
    channel,
    '--limit',
    '280',
    ...common,
  ]);
  const served = (await servedPosts(dataCentre, channel)).slice(0, 280);
  expect(held.map(({ id, text }) => ({ id, text }))).toEqual(served.map(({ id, text }) => ({ id, text })));

  expect(await runForDocument(['status', ...common])).toMatchObject({
    state: 'stopped',
    runsToday: 3,
    errorsToday: 0,
    postsHeld: 840,
    lastRun: { status: 'succeeded', newMessages: 690 },
  });
  expect(await runForDocument<unknown[]>(['runs', '--today', ...common])).toHaveLength(3);
});

test('a flood of 2 s is waited out; one of 900 s puts channels off and is remembered by the next process', async ({
  tidings,
}) => {
  const { common, dataCentre, channels } = tidings;
  await tidings.addThreeChannels();
  const method = 'messages.getHistory';

  await dataCentre.run('addFault', { fault: { kind: 'flood', method, seconds: 2 } });
  const waited = await collectOnce(common);
  expect(waited).toMatchObject({ status: 'succeeded', newMessages: 150 });
  expect(waited.durationMs).toBeGreaterThanOrEqual(2000);

  // What has changed may not be asked for, and the history that would be read instead may not either.
  for (const channel of channels.slice(0, 3)) await dataCentre.run('addPost', { channel, text: 'News' });
  for (const flooded of ['updates.getChannelDifference', method])
    await dataCentre.run('addFault', { fault: { kind: 'flood', method: flooded, seconds: 900 } });
  const deferred = await collectOnce(common, 5);
  expect(deferred).toMatchObject({ status: 'partial', channelsDone: 0, messages: 0, errors: 0 });
  expect(deferred.channels.map(({ status }) => status)).toEqual(['deferred', 'deferred', 'deferred']);

  await dataCentre.run('clearCounts');
  expect(await collectOnce(common, 5)).toMatchObject({ status: 'partial', messages: 0 });
  expect(await historyCalls(dataCentre)).toBe(0);
  expect(await dataCentre.run('counts')).toMatchObject({ floodViolations: 0 });
});

test('kill -9 in the middle: the database opens, the run is marked interrupted, no post is lost or doubled', async ({
  tidings,
}) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await collectOnce(common);
  for (const channel of channels.slice(0, 3)) {
    for (let post = 1; post <= 230; post += 1)
      await dataCentre.run('addPost', { channel, text: `Appeared ${post}` });
  }

  // The first channel's three pages of changes are kept; of the second none ever comes.
  const method = 'updates.getChannelDifference';
  await dataCentre.run('addFault', { fault: { kind: 'mute', method, channel: channels[1] } });
  const running = startCommand(['collect', '--once', ...common]);
  await expect.poll(async () => await callsOf(dataCentre, method)).toBeGreaterThan(3);
  running.process.kill('SIGKILL');
  await running.ended;
  await dataCentre.run('clearFaults');

  expect(await collectOnce(common)).toMatchObject({ status: 'succeeded' });
  const runs = await runForDocument<RunDocument[]>(['runs', ...common]);
  expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'interrupted', 'succeeded']);
  for (const channel of channels.slice(0, 3)) {
    const held = await runForDocument<{ id: number }[]>([
      'posts',
      '--channel',
      channel,
      '--limit',
      '1000',
      ...common,
    ]);
    const served = await servedPosts(dataCentre, channel);
    expect(held.map(({ id }) => id)).toEqual(served.slice(0, 280).map(({ id }) => id));
  }
});

test('a signal ends a run after the request in flight; what was collected is kept', async ({ tidings }) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await dataCentre.run('addFault', {
    fault: { kind: 'latency', method: 'messages.getHistory', delayMs: 1000, channel: channels[1] },
  });
  const running = startCommand(['collect', '--once', '--json', ...common]);
  await expect.poll(async () => await historyCalls(dataCentre)).toBeGreaterThan(1);
  const { code, stdout } = await running.end('SIGTERM');
  expect(code).toBe(143);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'cancelled' });
  const held = await runForDocument<unknown[]>(['posts', '--channel', channels[0] ?? '', ...common]);
  expect(held).toHaveLength(50);
});

test('a wrong code is asked again, and three of them end the sign-in with nothing kept', async ({
  tidings,
}) => {
  const { common } = tidings;
  const again = await runCommand(
    ['login', ...credentials, ...common],
    `11111\n24680\nwrong horse\n${password}\n`,
  );
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('code');
  expect(again.stdout + again.stderr).not.toContain(password);

  const failed = await runCommand(['login', ...credentials, ...common], '11111\n22222\n33333\n');
  expect(failed).toMatchObject({ code: 3, stdout: '' });
  expect(failed.stderr).toMatch(/code/i);
});

test('what cannot be added is refused in words', async ({ tidings }) => {
  const { common, channels } = tidings;
  const [known = ''] = channels;
  expect(await runCommand(['channels', 'add', known, ...common])).toMatchObject({ code: 3, stdout: '' });
  await tidings.signIn();

  const unknown = await runCommand(['channels', 'add', '@nobody_has_this_name', ...common]);
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toMatch(/nobody_has_this_name/);

  const privateLink = await runCommand(['channels', 'add', 'https://t.me/c/1234567890/1', ...common]);
  expect(privateLink.code).not.toBe(0);
  expect(privateLink.stderr.trim().split('\n')).toHaveLength(1);

  const limit = await runCommand(['channels', 'add', known, '--limit', '0', ...common]);
  expect(limit).toMatchObject({ code: 2, stdout: '' });
});

test('one channel that fails makes a run partial, and the others are read', async ({ tidings }) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await dataCentre.run('addFault', {
    fault: { kind: 'error', method: 'messages.getHistory', error: 'CHANNEL_PRIVATE', channel: channels[1] },
  });
  expect(await collectOnce(common, 5)).toMatchObject({ status: 'partial', messages: 100, errors: 1 });
  const list = await runForDocument<{ lastError: string | null }[]>(['channels', 'list', ...common]);
  expect(list.filter(({ lastError }) => lastError !== null)).toHaveLength(1);
});

test('a channel switched off is left out, and its posts are kept', async ({ tidings }) => {
  const { common, channels } = tidings;
  await tidings.addThreeChannels();
  await collectOnce(common);
  const [first = ''] = channels;
  expect(await runForDocument(['channels', 'set', first, '--off', ...common])).toMatchObject({
    enabled: false,
    postsHeld: 50,
  });
  expect(
    await runForDocument(['channels', 'set', channels[1] ?? '', '--limit', '7', '--reread', 'on', ...common]),
  ).toMatchObject({ limit: 7, reread: true });
  // Neither of the two has moved, and one of them is to be read all the same.
  expect(await collectOnce(common)).toMatchObject({ channelsTotal: 2, channelsDone: 2, messages: 7 });
});

test('a revoked sign-in asks for a new one, with its exit code', async ({ tidings }) => {
  const { common, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await dataCentre.run('revokeSessions', { phone });
  const revoked = await runCommand(['collect', '--once', ...common]);
  expect(revoked.code).toBe(3);
  await tidings.signIn();
  expect(await collectOnce(common)).toMatchObject({ status: 'succeeded', newMessages: 150 });
});

test('an unreachable data centre fails the run in words', async ({ tidings }) => {
  const { common, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await dataCentre.close();
  const failed = await runForDocument<RunDocument>(['collect', '--once', ...common], { code: 1 });
  expect(failed.status).toBe('failed');
  expect(failed.reason).toMatch(/could not be reached/);
  expect(await runForDocument(['status', ...common])).toMatchObject({
    errorsToday: 4,
    lastRun: { status: 'failed' },
  });
});
