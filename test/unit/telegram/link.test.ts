import { expect, it } from 'vitest';
import { startDataCentre } from '../../../electron/demo/data-centre.ts';
import { systemClock } from '../../../electron/system-clock.ts';
import { createDataCentres } from '../../../electron/telegram/data-centres.ts';
import { loadLibrary } from '../../../electron/telegram/library.ts';
import { openLink } from '../../../electron/telegram/link.ts';
import { credentials } from '../../support/local-telegram.ts';
import { keptLog } from '../../support/telegram-fixtures.ts';

it('a link sends nothing that is not on the list of methods, whoever asks', async () => {
  const dataCentre = await startDataCentre({ channels: 1, postsPerChannel: 1 });
  createDataCentres(dataCentre.config).trustKeys();
  const library = loadLibrary();
  const link = await openLink(library, {
    clock: systemClock,
    log: keptLog(),
    credentials,
    dataCentre: dataCentre.config.id,
    address: dataCentre.config,
    proxy: null,
    authKey: null,
    connectMs: 10_000,
    requestMs: 30_000,
    signal: new AbortController().signal,
  });
  const channel = new library.Api.InputChannel({
    channelId: library.toBigInteger(1),
    accessHash: library.toBigInteger(1),
  });
  await expect(link.send(new library.Api.channels.JoinChannel({ channel }))).rejects.toThrow(
    'Tidings only reads: channels.JoinChannel is not on its list of methods.',
  );
  await expect(link.send(new library.Api.help.GetConfig())).resolves.toMatchObject({ thisDc: 2 });
  expect(dataCentre.counts().methods).toEqual({ 'help.getConfig': 2 });
  await link.close();
  expect(link.isOpen()).toBe(false);
  await dataCentre.close();
});
