// `npm run bench`: figures that depend on the machine, so never part of the tests. Each is printed with what
// it was measured on; compare within one run.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { dataPaths, prepareDataFolder } from '../../electron/data-folder.ts';
import { openEngine } from '../../electron/engine.ts';
import type { Log } from '../../electron/ports/log.ts';
import { parseDataCentreConfig } from '../../electron/telegram/data-centre-config.ts';
import type { Run } from '../../shared/domain.ts';
import { startDataCentreChild } from '../support/data-centre-child.ts';

const channels = 100;
const postsPerChannel = 1000;
const account = { phone: '+999 66 1 2024', code: '12345' };
const quiet: Log = {
  info: () => undefined,
  warn: (message) => process.stderr.write(`${message}\n`),
  error: (message, error) => process.stderr.write(`${message} ${String(error ?? '')}\n`),
};

async function collectAHundredChannels(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-bench-'));
  const dataCentre = await startDataCentreChild(
    { channels, postsPerChannel, live: false, accounts: [account] },
    join(folder, 'dc.json'),
  );
  const paths = dataPaths(join(folder, 'data'));
  prepareDataFolder(paths.folder);
  const engine = await openEngine({
    paths,
    dataCentre: parseDataCentreConfig(JSON.stringify(dataCentre.dc)),
    mode: 'command',
    version: 'bench',
    log: quiet,
  });
  try {
    await engine.scheduler.open();
    const { client } = engine;
    const question = await client.request('signin.begin', {
      phone: account.phone,
      apiId: 1,
      apiHash: '0'.repeat(32),
    });
    if (question.step !== 'code') throw new Error(`Signing in asked for ${question.step}.`);
    await client.request('signin.code', { signInId: question.signInId, code: account.code });
    for (const { username } of dataCentre.channels) {
      await client.request('channels.add', { reference: `@${username}`, limit: postsPerChannel });
    }

    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    let peakBytes = 0;
    const sampling = setInterval(() => {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    }, 50);
    const first = await collect(engine.scheduler);
    clearInterval(sampling);
    delay.disable();
    const again = await collect(engine.scheduler);

    report('channels × posts', `${channels} × ${postsPerChannel}`);
    report(
      'first run',
      `${first.status}, ${first.newMessages} new in ${seconds(first)} s: ${rate(first)} posts/s`,
    );
    report(
      'second run',
      `${again.status}, ${again.newMessages} new, ${again.updatedMessages} updated in ${seconds(again)} s: ${rate(again)} posts/s`,
    );
    report('peak memory', `${Math.round(peakBytes / 1024 / 1024)} MB`);
    report(
      'event loop delay',
      `p50 ${ms(delay.percentile(50))}, p99 ${ms(delay.percentile(99))}, max ${ms(delay.max)}`,
    );
  } finally {
    await engine.close('the benchmark is over');
    await dataCentre.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function collect(scheduler: Awaited<ReturnType<typeof openEngine>>['scheduler']): Promise<Run> {
  const started = await scheduler.collectNow();
  if (!started.accepted) throw new Error(started.reason);
  return started.finished;
}

const seconds = ({ durationMs }: Run): string => ((durationMs ?? 0) / 1000).toFixed(1);
const rate = ({ messages, durationMs }: Run): number => Math.round((messages * 1000) / (durationMs ?? 1));
const ms = (nanoseconds: number): string => `${(nanoseconds / 1e6).toFixed(1)} ms`;

function report(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(18)}${figure}\n`);
}

report('machine', `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`);
await collectAHundredChannels();
process.exit(0);
