import { describe, expect, it } from 'vitest';
import { addChannels } from '../../../electron/command-line/commands/channels.ts';
import { CommandError } from '../../../electron/command-line/exit-codes.ts';
import { RequestError } from '../../../shared/contract.ts';
import { ada, channelOf } from '../../support/channel-samples.ts';
import { clientWith, recordedOutput } from '../../support/command-line-stubs.ts';

const client = clientWith({
  'accounts.list': () => [ada],
  'channels.list': () => [channelOf({ id: 7 }), channelOf({ id: 8, enabled: false })],
  'channels.add': ({ reference }) => {
    if (reference === '@gone') return { accepted: false, reason: 'Telegram knows no @gone.' };
    if (reference === '???')
      throw new RequestError({ code: 'bad-request', message: 'No channel is called ???.' });
    if (reference === '@lost')
      throw new RequestError({ code: 'lease-lost', message: 'Another Tidings has taken over.' });
    const id = { '@held': 7, '@off': 8 }[reference] ?? 9;
    return { accepted: true, channel: channelOf({ id, title: `Title of ${reference}` }) };
  },
});

describe('adding several channels', () => {
  it('goes on after a refusal, says of each what became of it, and is partly done', async () => {
    const output = recordedOutput();
    expect(await addChannels(client, output, ['@one', '@gone', '???', '@two'], {})).toBe(5);
    expect(output.notes).toEqual([
      '@one: added, Title of @one.',
      '@gone: not added. Telegram knows no @gone.',
      '???: not added. No channel is called ???.',
      '@two: added, Title of @two.',
    ]);
    expect(output.answers[0]?.document).toMatchObject([
      { title: 'Title of @one' },
      { title: 'Title of @two' },
    ]);
  });

  it('fails where none was added', async () => {
    const output = recordedOutput();
    await expect(addChannels(client, output, ['@gone', '???'], {})).rejects.toMatchObject({
      message: 'None of the 2 channels was added.',
      exitCode: 1,
    });
    expect(output.notes).toHaveLength(2);
    expect(output.answers).toEqual([]);
  });

  it('ends where nothing more can be added here', async () => {
    await expect(addChannels(client, recordedOutput(), ['@one', '@lost', '@two'], {})).rejects.toThrow(
      'Another Tidings has taken over.',
    );
  });
});

describe('adding one channel', () => {
  it('says the reason alone, or shows the channel alone', async () => {
    const output = recordedOutput();
    await expect(addChannels(client, output, ['@gone'], {})).rejects.toEqual(
      new CommandError('Telegram knows no @gone.'),
    );
    expect(await addChannels(client, output, ['@one'], {})).toBe(0);
    expect(output.notes).toEqual([]);
    expect(output.answers).toHaveLength(1);
  });
});

describe('adding a channel that is collected', () => {
  it('says that nothing was changed', async () => {
    const output = recordedOutput();
    expect(await addChannels(client, output, ['@held'], { limit: '9' })).toBe(0);
    expect(await addChannels(client, output, ['@held', '@off'], {})).toBe(0);
    const already = 'Title of @held is collected already; nothing was changed.';
    expect(output.notes).toEqual([already, already, '@off: added, Title of @off.']);
  });
});
