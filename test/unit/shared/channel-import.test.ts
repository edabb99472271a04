import { describe, expect, test } from 'vitest';
import {
  expiryWarning,
  lookUpWarning,
  type PlannedChannel,
  planImport,
  planInWords,
  whyNoList,
} from '../../../shared/channel-import-plan.ts';
import { importChannels, resultInWords } from '../../../shared/channel-import-run.ts';
import { readChannelList } from '../../../shared/channel-list.ts';
import { RequestError } from '../../../shared/contract.ts';
import { channelOf, dialogsOf, sixChannels } from '../../support/channel-samples.ts';
import { fakeBridge } from '../../support/screen-builders.ts';

const planOf = (text: string, dialogs = dialogsOf(0)) =>
  planImport(readChannelList(text), sixChannels, [{ accountId: 1001, channels: dialogs }]);

describe('before anything is done', () => {
  test('it is said how many are new, collected already, and not understood', () => {
    const plan = planOf('@new_one\n@HarbourWatch\nt.me/marketbell/3\n@new_two\nwhat is this?\n@new_one');
    expect(planInWords(plan)).toBe(
      '5 channels: 2 new, 2 collected already, 1 not understood (line 5); 1 named more than once',
    );
    expect(plan.fresh.map(({ name }) => name)).toEqual(['@new_one', '@new_two']);
  });

  test('many lines are named by the first of them', () => {
    expect(planInWords(planOf('a b\n'.repeat(8)))).toContain(
      '8 not understood (lines 1, 2, 3, 4, 5 and 3 more)',
    );
    expect(planInWords(planOf('# only a remark'))).toBe('No channel in it yet.');
  });

  test('a private channel is found in the list of the account that is in it, or it is said how', () => {
    expect(planOf('https://t.me/c/7/1', dialogsOf(10)).fresh).toMatchObject([
      { way: { kind: 'dialog', accountId: 1001, channelId: 7 } },
    ]);
    expect(planOf('https://t.me/c/77/1', dialogsOf(10)).fresh).toEqual([]);
    const { fresh, problems } = planOf('https://t.me/c/7/1');
    expect(fresh).toEqual([]);
    expect(problems[0]?.reason).toContain('A private channel');
  });

  test('what is collected is known by its number too, though it has another name by now', () => {
    const plan = planImport(
      readChannelList('id,username\n2,an_old_name'),
      [channelOf({ id: 2, username: 'a_new_name' })],
      [],
    );
    expect(plan).toMatchObject({ already: 1, fresh: [] });
  });

  test('of what is collected, only settings that the list has otherwise are restored', () => {
    const collected = [
      channelOf({ id: 2, username: 'two', enabled: true, limit: 50, backfill: false }),
      channelOf({ id: 3, username: 'three', enabled: true, limit: 50, backfill: false }),
    ];
    const list = 'username,enabled,limit,backfill\ntwo,false,50,\nthree,true,50,false\nfour,,7,';
    const plan = planImport(readChannelList(list), collected, []);
    expect(plan.restores).toMatchObject([
      { line: 2, settings: { enabled: false }, way: { kind: 'collected', channelId: 2 } },
    ]);
    expect(plan.restores[0]?.settings).toEqual({ enabled: false });
    expect(planInWords(plan)).toBe('3 channels: 1 new, 2 collected already (1 with other settings)');
    expect(planImport(readChannelList('@two\n@three'), collected, []).restores).toEqual([]);
  });

  test('it is said where the list keeps posts for less long, and some that are held would go', () => {
    const now = Date.UTC(2026, 10, 24);
    const old = { keepDays: null, firstPostAt: now - 100 * 86_400_000 };
    const collected = [
      channelOf({ id: 2, username: 'two_', ...old }),
      channelOf({ id: 3, username: 'three_', ...old }),
    ];
    const warned = (list: string) =>
      expiryWarning(planImport(readChannelList(list), collected, []), collected, now);
    expect(warned('username,keep_days\ntwo_,30\nthree_,365')).toMatch(
      /^1 channel in it keeps posts for less/,
    );
    expect(warned('username,keep_days\ntwo_,forever\nthree_,365\nfour_,1')).toBeNull();
    expect(warned('username,reread\ntwo_,true')).toBeNull();
  });

  test('many names to be looked up are warned of, few are not, and numbers cost nothing', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `@name_${index}`).join('\n');
    expect(lookUpWarning(planOf(names(20)))).toBeNull();
    expect(lookUpWarning(planOf(names(63)))).toMatch(/^Telegram rations .* these are 63: it may take long/);
    const known = Array.from({ length: 30 }, (_, index) => `https://t.me/c/${index + 1}/1`).join('\n');
    expect(lookUpWarning(planOf(known, dialogsOf(30)))).toBeNull();
  });

  test('what is no list at all is refused in words: nothing in it, or no text', () => {
    expect(whyNoList('@one')).toBeNull();
    expect(whyNoList('\uFEFF \r\n')).toBe('is empty.');
    expect(whyNoList('PK\u0003\u0004\0\0')).toContain('is not a text file in UTF-8');
  });
});

describe('an import', () => {
  const fresh = (count: number): PlannedChannel[] =>
    Array.from({ length: count }, (_, index) => ({
      line: index + 1,
      name: `@name_${index + 1}`,
      settings: { limit: 10 },
      way: { kind: 'reference', reference: `@name_${index + 1}` },
    }));
  const accepted = () => ({ accepted: true, channel: channelOf() });
  const refusing = (refused: Readonly<Record<string, string>>) => (request: unknown) => {
    const { reference } = request as { reference: string };
    const reason = refused[reference];
    return reason === undefined ? accepted() : { accepted: false, reason };
  };
  const watch = { isStopped: () => false, onProgress: () => undefined };

  test('adds one after another, with the settings of the list', async () => {
    const { bridge, asked } = fakeBridge({ 'channels.add': accepted });
    const result = await importChannels(bridge, fresh(2), watch);
    expect(asked.map(({ request }) => request)).toEqual([
      { reference: '@name_1', limit: 10 },
      { reference: '@name_2', limit: 10 },
    ]);
    expect(resultInWords(result)).toBe('2 channels added.');
  });

  test('restores the settings of what is collected, and counts that apart', async () => {
    const { bridge, asked } = fakeBridge({ 'channels.add': accepted, 'channels.set': accepted });
    const restore: PlannedChannel = {
      line: 9,
      name: 'Harbour Watch',
      settings: { enabled: false },
      way: { kind: 'collected', channelId: 2 },
    };
    const said: string[] = [];
    const result = await importChannels(bridge, [restore, ...fresh(1)], {
      ...watch,
      onProgress: ({ name, restores }) => said.push(`${restores ? 'restores' : 'adds'} ${name}`),
    });
    expect(asked[0]).toEqual({ name: 'channels.set', request: { channelId: 2, enabled: false } });
    expect(said).toEqual(['restores Harbour Watch', 'adds @name_1']);
    expect(result).toMatchObject({ added: 1, restored: 1, left: 0 });
    expect(resultInWords(result)).toBe('1 channel added, the settings of 1 channel restored.');
  });

  test('keeps what is refused, by line, and goes on', async () => {
    const { bridge } = fakeBridge({
      'channels.add': refusing({ '@name_2': 'There is no channel by this name.' }),
    });
    const result = await importChannels(bridge, fresh(3), watch);
    expect(result.failures).toEqual([
      { line: 2, text: '@name_2', reason: 'There is no channel by this name.' },
    ]);
    expect(resultInWords(result)).toBe('2 channels added, 1 refused.');
  });

  test('ends when Telegram asks for a pause, and says what is left', async () => {
    const { bridge, asked } = fakeBridge({
      'channels.add': refusing({ '@name_2': 'Telegram asks for a pause: 1h 05m.' }),
    });
    const result = await importChannels(bridge, fresh(5), watch);
    expect(asked).toHaveLength(2);
    expect(resultInWords(result)).toBe(
      'Telegram asks for a pause: 1h 05m. 1 channel added, 4 left to be added. ' +
        'Import the same list again then: what is collected already is passed over.',
    );
  });

  test('ends when the user stops it, after the channel in flight', async () => {
    const { bridge, asked } = fakeBridge({ 'channels.add': accepted });
    const result = await importChannels(bridge, fresh(5), { ...watch, isStopped: () => asked.length === 2 });
    expect(resultInWords(result)).toBe('Stopped. 2 channels added, 3 left to be added.');
  });

  test('ends when Tidings is gone; a defect of one channel ends nothing', async () => {
    const failing = (code: 'failed' | 'not-connected') =>
      fakeBridge({
        'channels.add': () => {
          throw new RequestError({ code, message: 'Something went wrong.' });
        },
      });
    expect(await importChannels(failing('failed').bridge, fresh(3), watch)).toMatchObject({
      ended: 'complete',
      failures: { length: 3 },
    });
    const { bridge, asked } = failing('not-connected');
    expect(await importChannels(bridge, fresh(3), watch)).toMatchObject({ ended: 'cut', left: 3 });
    expect(asked).toHaveLength(1);
  });

  test('takes a private channel from the list of its account, and sets the rest of it after', async () => {
    const { bridge, asked } = fakeBridge({
      'channels.pick': () => ({ accepted: true, channels: [] }),
      'channels.set': accepted,
    });
    const { added } = await importChannels(
      bridge,
      [
        {
          line: 1,
          name: 'Night Desk',
          settings: { enabled: false, limit: 5, reread: true, keepDays: 90 },
          way: { kind: 'dialog', accountId: 1001, channelId: 5 },
        },
      ],
      watch,
    );
    expect(added).toBe(1);
    expect(asked).toEqual([
      { name: 'channels.pick', request: { accountId: 1001, channelIds: [5], limit: 5 } },
      {
        name: 'channels.set',
        request: { channelId: 5, enabled: false, reread: true, keepDays: 90 },
      },
    ]);
  });
});
