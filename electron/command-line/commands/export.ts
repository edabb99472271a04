import { once } from 'node:events';
import { dirname } from 'node:path';
import { type ExportFormat, exportFormats, type PostFilter, postStates } from '../../../shared/archive.ts';
import type { ContractClient } from '../../../shared/contract.ts';
import { mediaKinds } from '../../../shared/domain.ts';
import { formatCount, formatDuration, plural } from '../../../shared/format.ts';
import { prepareDataFolder } from '../../data-folder.ts';
import { countPosts } from '../../exporting/count-posts.ts';
import { freeExportPath, writeWholeFile } from '../../exporting/export-file.ts';
import { type ExportSink, exportPosts } from '../../exporting/export-posts.ts';
import { whyNotWritten } from '../../exporting/write-problem.ts';
import { findChannel } from '../../service/read-handlers.ts';
import { withReadingClient } from '../clients.ts';
import type { CommandContext, CommonOptions } from '../context.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { exitCodeOfSignal } from '../signals.ts';
import { exportTarget } from './export-target.ts';
import { parseMoment } from './moments.ts';
import { countThrough, searchPage } from './post-source.ts';

export interface ExportCommandOptions extends CommonOptions {
  readonly format: string;
  readonly out?: string;
  readonly force?: true;
  readonly channel?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly media?: readonly string[];
  readonly state?: string;
}

/**
 * Writes what is found to a file, or with `--out -` to standard output. It is read as `posts` reads: from the process
 * that collects, or from the database. Broken off, it leaves no half file.
 */
export async function exportHere(
  context: CommandContext,
  options: ExportCommandOptions,
  words: readonly string[],
): Promise<void> {
  const format = oneOf('--format', options.format, exportFormats);
  const narrowed = filterOf(options, words);
  const { out } = options;
  const target = out === undefined || out === '-' ? out : exportTarget(out, options);
  const stop = new AbortController();
  void context.signals.next().then(() => stop.abort());
  let writing: Promise<void> | null = null;
  try {
    await withReadingClient(context, async (client) => {
      writing = writeExport(context, client, {
        format,
        narrowed,
        target,
        channels: options.channel,
        signal: stop.signal,
      });
      await writing;
    });
  } catch (error) {
    const { received } = context.signals;
    if (received === null) throw error;
    throw new CommandError('Interrupted. Nothing was kept of the export.', exitCodeOfSignal(received));
  } finally {
    // A signal lets go of the other process at once; what is unfinished here is removed all the same.
    stop.abort();
    await Promise.allSettled([writing]);
  }
}

async function writeExport(
  { output, paths, signals }: CommandContext,
  client: ContractClient,
  work: {
    readonly format: ExportFormat;
    readonly narrowed: PostFilter;
    /** A file, `-` for standard output, or undefined: a new file in the folder of exports. */
    readonly target: string | undefined;
    readonly channels: readonly string[] | undefined;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { format, narrowed, target, signal } = work;
  const channels = await client.request('channels.list', {});
  const channelIds = work.channels?.map((reference) => findChannel(channels, { reference }).id);
  const filter = channelIds === undefined ? narrowed : { ...narrowed, channelIds };
  const [newest] = await searchPage(client, filter, { limit: 1 });
  if (newest === undefined) {
    output.note('No post held is what was asked for. Nothing was written.');
    // Standard output is for the posts, where that is what was asked for.
    if (output.json && target !== '-') output.answer({ file: null, format, posts: 0 }, () => '');
    return;
  }
  const monotonic = () => performance.now();
  // Nobody is to be told how far it has come: it need not be counted either.
  const total =
    output.progress === null
      ? null
      : await countPosts({ count: countThrough(client), channels, filter, monotonic, signal });
  const progress = showExportProgress(output.progress, total);
  const write = (sink: ExportSink) =>
    exportPosts({
      source: {
        search: (wanted, page) => searchPage(client, wanted, page),
        channels: async () => channels,
      },
      filter,
      format,
      sink,
      at: Date.now(),
      monotonic,
      signal,
      onProgress: progress.show,
    });
  try {
    if (target === '-') {
      await write(standardOutput());
      return;
    }
    const file = target ?? ownFile(paths, format);
    const posts = await writeInWords(file, write);
    progress.end();
    if (signals.received === null) {
      output.answer({ file, format, posts }, () => `${plural(posts, 'post')} written to ${file}`);
    }
  } finally {
    progress.end();
  }
}

async function writeInWords(file: string, write: (sink: ExportSink) => Promise<number>): Promise<number> {
  try {
    return await writeWholeFile(file, write);
  } catch (error) {
    const reason = whyNotWritten(error, `The folder ${dirname(file)}`);
    throw reason === null ? error : new CommandError(reason);
  }
}

function ownFile(paths: CommandContext['paths'], format: ExportFormat): string {
  prepareDataFolder(paths.folder);
  return freeExportPath(paths.exports, format, Date.now());
}

/** Whoever reads sets the pace; one that stops reading, as `head` does, has had enough. */
function standardOutput(): ExportSink {
  const { stdout } = process;
  return {
    write: async (text) => {
      if (stdout.destroyed || stdout.errored) throw new CommandError('Nobody reads any more.');
      if (!stdout.write(text)) await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]);
    },
  };
}

const ticksMs = 250;

function showExportProgress(
  stream: NodeJS.WriteStream | null,
  total: number | null,
): { show(written: number): void; end(): void } {
  if (stream === null) return { show: () => undefined, end: () => undefined };
  const startedAt = performance.now();
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (written) => {
      const now = performance.now();
      if (now - shownAt < ticksMs) return;
      shownAt = now;
      stream.write(`\r\u001b[2K${exportProgressLine(written, total, now - startedAt)}`);
    },
    end: () => {
      if (shownAt !== Number.NEGATIVE_INFINITY) stream.write('\r\u001b[2K');
      shownAt = Number.NEGATIVE_INFINITY;
    },
  };
}

const barWidth = 24;

/** `████████░░░░░░░░░░░░░░░░ 12,000 of 36,000 posts, 4 s left`; without a total there is no bar. */
function exportProgressLine(written: number, total: number | null, elapsedMs: number): string {
  if (total === null) return `${plural(written, 'post')} written`;
  const share = total === 0 ? 1 : Math.min(1, written / total);
  const full = Math.round(share * barWidth);
  const left =
    written === 0 ? '' : `, ${formatDuration((elapsedMs / written) * Math.max(0, total - written))} left`;
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${formatCount(written)} of ${plural(total, 'post')}${left}`;
}

function filterOf(options: ExportCommandOptions, words: readonly string[]): PostFilter {
  const { from, to, media, state } = options;
  const text = words.join(' ').trim();
  const begins = from === undefined ? null : parseMoment('--from', from, 'begins');
  const ends = to === undefined ? null : parseMoment('--to', to, 'ends');
  if (begins !== null && ends !== null && begins >= ends) {
    throw new CommandError(
      `--from ${from} is not before --to ${to}. Nothing was exported. Give the earlier one with --from.`,
      exitCodes.usage,
    );
  }
  return {
    ...(text === '' ? {} : { text }),
    ...(begins === null ? {} : { from: begins }),
    ...(ends === null ? {} : { to: ends }),
    ...(media === undefined
      ? {}
      : { media: media.map((kind) => oneOf('--media', kind, [...mediaKinds, 'none' as const])) }),
    ...(state === undefined ? {} : { state: oneOf('--state', state, postStates) }),
  };
}

function oneOf<Value extends string>(option: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new CommandError(`${option} must be one of ${values.join(', ')}, not "${text}".`, exitCodes.usage);
}
