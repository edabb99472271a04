import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDataCentre } from '../../../electron/demo/data-centre.ts';
import { Api, sessionOf, signInByCode } from './client.ts';
import { connect, noon, refusalOf, start } from './servers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the state file', () => {
  it('lets a restarted data centre prove itself with the same key and know its clients', async () => {
    const stateFile = join(folder, 'state.json');
    const before = await start({ stateFile });
    const client = await connect(before);
    await signInByCode(client);
    const session = sessionOf(client);
    await client.destroy();
    const world = before.channels();
    await before.close();

    const after = await start({ stateFile, serverKey: undefined });
    expect(after.config.publicKey).toBe(before.config.publicKey);
    expect(after.channels()).toEqual(world);
    const again = await connect(after, session);
    expect((await again.getMe()).firstName).toBe('Demo');
    expect(after.counts().handshakes).toBe(0);

    await again.invoke(new Api.auth.LogOut());
    await again.destroy();
    await after.close();
    const last = await connect(await start({ stateFile }), session);
    expect(await refusalOf(last.invoke(new Api.updates.GetState()))).toBe('AUTH_KEY_UNREGISTERED');
  });

  it('keeps the world where it began, although days have passed', async () => {
    const stateFile = join(folder, 'state.json');
    const first = await start({ stateFile });
    const newest = [...first.posts('harbourview_news')]
      .slice(0, 50)
      .map(({ id, postedAt }) => [id, postedAt]);
    await first.close();
    const later = await start({ stateFile, clockAt: noon + 3 * 86_400_000 });
    const ids = new Set(newest.map(([id]) => id));
    const found = [...later.posts('harbourview_news')].filter(({ id }) => ids.has(id));
    expect(found.length).toBeGreaterThan(40);
    expect(newest).toEqual(expect.arrayContaining(found.map(({ id, postedAt }) => [id, postedAt])));
  });

  it('is for its owner alone', async () => {
    const stateFile = join(folder, 'state.json');
    await start({ stateFile });
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  });

  it('is not overwritten when it cannot be understood', async () => {
    const stateFile = join(folder, 'state.json');
    writeFileSync(stateFile, 'what is this?');
    await expect(startDataCentre({ stateFile })).rejects.toThrow('is not a state of the demo');
    expect(readFileSync(stateFile, 'utf8')).toBe('what is this?');
  });
});

describe('options', () => {
  it('that do not fit are refused in words', async () => {
    await expect(startDataCentre({ channels: -1 })).rejects.toThrow(/cannot start: channels: /);
    await expect(startDataCentre({ accounts: [{ phone: 'none', code: '1' }] })).rejects.toThrow(
      'five digits',
    );
    const twins = [1, 2].map(() => ({ phone: '+999 66 1', code: '1' }));
    await expect(startDataCentre({ accounts: twins })).rejects.toThrow('same phone number');
  });

  it('of a port that is taken are refused', async () => {
    const { config } = await start();
    await expect(startDataCentre({ port: config.port })).rejects.toThrow('EADDRINUSE');
  });
});
