// `npm run bench`: figures that depend on the machine, so never part of the tests. Compare within one run.
import { cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Engine } from '../../electron/engine.ts';
import type { Log } from '../../electron/ports/log.ts';
import type { Run } from '../../shared/domain.ts';
import { openCollectingEngine } from '../support/collecting-engine.ts';
import { exportsAMillion } from './an-export.ts';
import { livesAnHour } from './an-hour.ts';
import { searchesAnArchive } from './archive-bench.ts';
import { scrollsAMillion } from './posts-screen-bench.ts';
import { report } from './report.ts';

const channels = 100;
const postsPerChannel = 1000;
const log: Log = {
  info: () => undefined,
  warn: (message) => process.stderr.write(`${message}\n`),
  error: (message, error) => process.stderr.write(`${message} ${String(error ?? '')}\n`),
};

async function collectAHundredChannels(): Promise<void> {
  const dataCentre = { channels, postsPerChannel, live: false };
  const { engine, setUp, close } = await openCollectingEngine({ dataCentre, mode: 'command', log });
  try {
    await engine.scheduler.open();
    await setUp(postsPerChannel);

    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    let peakBytes = 0;
    const sampling = setInterval(() => {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    }, 50);
    const first = await collect(engine);
    clearInterval(sampling);
    delay.disable();
    const again = await collect(engine);

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
    await close();
  }
}

async function collect({ scheduler }: Engine): Promise<Run> {
  const started = await scheduler.collectNow();
  if (!started.accepted) throw new Error(started.reason);
  return started.finished;
}

const seconds = ({ durationMs }: Run): string => ((durationMs ?? 0) / 1000).toFixed(1);
const rate = ({ messages, durationMs }: Run): number => Math.round((messages * 1000) / (durationMs ?? 1));
const ms = (nanoseconds: number): string => `${(nanoseconds / 1e6).toFixed(1)} ms`;

/** Each says whether what it holds to a limit kept it. */
const benchmarks: Readonly<Record<string, () => Promise<boolean>>> = {
  collecting: () => collectAHundredChannels().then(() => true),
  hour: () => livesAnHour(log).then(() => true),
  archive: searchesAnArchive,
  export: exportsAMillion,
  screen: scrollsAMillion,
};

report('machine', `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`);
const wanted = process.argv.slice(2);
let withinLimits = true;
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (!(await benchmark())) withinLimits = false;
}
process.exit(withinLimits ? 0 : 1);
