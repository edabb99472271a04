import { describe, expect, it } from 'vitest';
import { setChannel } from '../../../electron/command-line/commands/channels.ts';
import { channelOf } from '../../support/channel-samples.ts';
import { clientWith, recordedOutput } from '../../support/command-line-stubs.ts';

const day = 24 * 60 * 60_000;

/** Sets a channel whose oldest post is 100 days old; answers with what was asked and what was noted. */
async function set(options: Parameters<typeof setChannel>[3]) {
  const asked: unknown[] = [];
  const client = clientWith({
    'channels.set': (request) => {
      asked.push(request);
      const { keepDays = null } = request;
      return { accepted: true, channel: channelOf({ keepDays, firstPostAt: Date.now() - 100 * day }) };
    },
  });
  const output = recordedOutput();
  await setChannel(client, output, '@harbourwatch', options);
  return { asked, notes: output.notes };
}

describe('channels set', () => {
  it('sends what was given and nothing else', async () => {
    const reference = '@harbourwatch';
    expect((await set({ reread: 'on' })).asked).toEqual([{ reference, reread: true }]);
    expect((await set({ reread: 'off', keepDays: '365' })).asked).toEqual([
      { reference, reread: false, keepDays: 365 },
    ]);
    expect((await set({ keepDays: 'forever' })).asked).toEqual([{ reference, keepDays: null }]);
  });

  it('says what will be removed where posts are older than they are kept', async () => {
    const { notes } = await set({ keepDays: '30' });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^Posts from before .* will be removed; the oldest held is of .*once a day/);
    expect((await set({ keepDays: '365' })).notes).toEqual([]);
    expect((await set({ reread: 'on' })).notes).toEqual([]);
  });

  it.each([
    [{ reread: 'maybe' }, '--reread knows on and off, not "maybe".'],
    [{ keepDays: '0' }, '--keep-days must be at least 1 day, or the word forever.'],
    [{ keepDays: '' }, '--keep-days must be a number of days, or the word forever.'],
    [{ keepDays: 'long' }, '--keep-days must be a number of days, or the word forever.'],
  ])('refuses %j in words', async (options, message) => {
    await expect(set(options)).rejects.toMatchObject({ message, exitCode: 2 });
  });
});
