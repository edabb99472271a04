import { Command, CommanderError } from 'commander';
import { RequestError } from '../../shared/contract.ts';
import { DataFolderError } from '../data-folder.ts';
import { DemoError } from '../demo-session.ts';
import { StoreError } from '../ports/store.ts';
import { VaultError } from '../ports/vault.ts';
import { createAnswers } from './answers.ts';
import { type Action, addArchiveCommands } from './archive-commands.ts';
import { withLocalClient, withReadingClient, withRemoteClient, withWritingClient } from './clients.ts';
import { listAccounts, signOut } from './commands/accounts.ts';
import {
  addChannels,
  exportChannels,
  importChannelList,
  listChannels,
  removeChannels,
  setChannel,
} from './commands/channels.ts';
import { collect } from './commands/collect.ts';
import { type DemoOptions, demo } from './commands/demo.ts';
import { desktop } from './commands/desktop.ts';
import { type LoginOptions, login } from './commands/login.ts';
import { showPosts, showRuns, showStatus } from './commands/reading.ts';
import { getSettings, pause, resume, setSettings, stopRun } from './commands/schedule.ts';
import { serveHere, showAddress } from './commands/serve.ts';
import { type CommonOptions, createContext, messageOf } from './context.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { printable } from './output.ts';
import { exitCodeOfSignal, listenForSignals } from './signals.ts';

/** The one name of a channel's limit in every help text. */
const newestPostsReread =
  'newest posts re-read: when first collected, once a day, and in every run with --reread on; 1 to 1000';
const noProcess = 'No Tidings is running on this data folder. Start one: tidings serve';

/** The command line. Resolves with the exit code; what went wrong has been said in words on standard error. */
export async function runCommandLine(parameters: readonly string[], version: string): Promise<number> {
  const signals = listenForSignals();
  let exitCode: number = exitCodes.succeeded;

  const program = new Command('tidings')
    .description('Keeps collecting the Telegram channels you follow, on a schedule you can trust.')
    .version(version)
    // `-V` is a word of a search after its command.
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true });

  /** A command with the options all commands take. */
  function command<Options extends CommonOptions>(
    parent: Command,
    usage: string,
    description: string,
    action: Action<Options>,
  ): Command {
    return parent
      .command(usage)
      .description(description)
      .option('--data <folder>', "where everything is kept (default: the platform's own place)")
      .option('--dc <file>', 'connect to the data centre described in this JSON file instead of Telegram')
      .option('--passphrase-file <file>', 'opens the vault of sessions with the passphrase in this file')
      .option('--json', 'answer with one JSON document on standard output')
      .action(async (...given: unknown[]) => {
        // Commander gives the arguments one by one, then the options, then the command.
        const options = given.at(-2) as Options;
        const names = given
          .slice(0, -2)
          .flat()
          .filter((name) => typeof name === 'string');
        exitCode =
          (await action(createContext(options, { signals, version }), options, names)) ?? exitCodes.succeeded;
      });
  }

  command<CommonOptions & LoginOptions>(
    program,
    'login',
    'sign an account in; code and password are read from standard input, one a line',
    async (context, options) => {
      const answers = createAnswers(signals);
      try {
        await withWritingClient(context, (client) => login(client, context.output, answers, options));
      } finally {
        answers.close();
      }
    },
  )
    .option('--phone <number>', 'phone number in international form')
    .option('--qr', 'by a QR code that a Telegram app scans')
    .option('--api-id <number>', 'your own api_id from my.telegram.org (asked for if none is kept)')
    .option(
      '--api-hash-file <file>',
      'a file with your own api_hash; "-" reads it from standard input (asked for if none is kept)',
    )
    .option('--api-hash <hash>', 'the same, written out: other users of this computer can see it');

  const accounts = program.command('accounts').description('who is signed in');
  command(accounts, 'list', 'show the accounts', (context) =>
    withReadingClient(context, (client) => listAccounts(client, context.output)),
  );
  command<CommonOptions & { anyway?: true }>(
    accounts,
    'sign-out <who>',
    'end the session of an account at Telegram and forget it here; channels and posts are kept',
    (context, options, [who = '']) =>
      withWritingClient(context, (client) => signOut(client, context.output, who, options)),
  ).option('--anyway', 'forget it here also where Telegram cannot be reached');

  const channels = program.command('channels').description('what is collected');
  command<CommonOptions & { limit?: string }>(
    channels,
    'add <reference...>',
    'add channels by @name or t.me link',
    (context, options, names) =>
      withWritingClient(context, (client) => addChannels(client, context.output, names, options)),
  ).option('--limit <posts>', newestPostsReread);
  command(channels, 'list', 'show what is collected', (context) =>
    withReadingClient(context, (client) => listChannels(client, context.output)),
  );
  command<
    CommonOptions & {
      limit?: string;
      on?: true;
      off?: true;
      backfill?: string;
      reread?: string;
      keepDays?: string;
    }
  >(channels, 'set <reference>', 'change a channel', (context, options, [name = '']) =>
    withWritingClient(context, (client) => setChannel(client, context.output, name, options)),
  )
    .option('--limit <posts>', newestPostsReread)
    .option('--on', 'collect it')
    .option('--off', 'leave it out; what is held is kept')
    .option('--backfill <on|off>', 'whether runs also walk back through its history')
    .option('--reread <on|off>', 'whether every run re-reads its newest posts, moved or not')
    .option('--keep-days <days>', 'remove its posts once they are so many days old, 1 to 36500, or forever');
  command<CommonOptions & { csv?: true }>(
    channels,
    'export',
    'write the list of channels to standard output, one name a line',
    (context, options) =>
      withReadingClient(context, (client) => exportChannels(client, context.output, options)),
  ).option('--csv', 'as a table, with limits and figures');
  command(
    channels,
    'import <file>',
    'add the channels of a list: names or links, one a line, or the table of export --csv',
    (context, _options, [file = '']) =>
      withWritingClient(context, (client) => importChannelList(client, context.output, file)),
  );
  command<CommonOptions & { withPosts?: true }>(
    channels,
    'remove <reference...>',
    'forget channels and the posts held of them',
    (context, options, names) =>
      withWritingClient(context, (client) => removeChannels(client, context.output, names, options)),
  ).option('--with-posts', 'also where posts are held');

  command<CommonOptions & { once?: true }>(
    program,
    'collect',
    'collect now and wait for the result',
    async (context, options) => {
      const { signals: heard, output } = context;
      const remote = options.once
        ? null
        : await withRemoteClient(context, (client) => collect(client, output));
      const code = remote ?? (await withLocalClient(context, (client) => collect(client, output)));
      return heard.received === null ? code : exitCodeOfSignal(heard.received);
    },
  ).option('--once', 'in this process, even where another Tidings could be asked');

  command<CommonOptions & { channel: string; limit: string }>(
    program,
    'posts',
    'show posts held, newest first',
    (context, options) => withReadingClient(context, (client) => showPosts(client, context.output, options)),
  )
    .requiredOption('--channel <name>', '@name, id or exact title')
    .option('--limit <posts>', 'how many', '50');
  command<CommonOptions & { today?: true; limit?: string }>(
    program,
    'runs',
    'show runs, newest first',
    (context, options) => withReadingClient(context, (client) => showRuns(client, context.output, options)),
  )
    .option('--today', "today's runs")
    .option('--limit <runs>', 'how many (default: 50, or all of today)');
  command(program, 'status', 'show what is going on', (context) =>
    withReadingClient(context, (client) => showStatus(client, context.output)),
  );

  command<CommonOptions & { port: string }>(
    program,
    'serve',
    'collect on schedule and show the screens in a browser',
    (context, options) => serveHere(context, options),
  ).option('--port <number>', 'port on 127.0.0.1 (0: any free one)', '0');
  command(program, 'address', 'print a fresh one-time address of the running screens', async (context) =>
    found(await withRemoteClient(context, (client) => showAddress(client, context.output))),
  );
  command<CommonOptions & { for?: string; until?: string }>(
    program,
    'pause',
    'pause the schedule',
    (context, options) => withWritingClient(context, (client) => pause(client, context.output, options)),
  )
    .option('--for <span>', 'such as 1h or 90m')
    .option('--until <when>', '"tomorrow": until 09:00 tomorrow');
  command(program, 'resume', 'end a pause', (context) =>
    withWritingClient(context, (client) => resume(client, context.output)),
  );
  command(program, 'stop', 'end the current run after the request in flight', async (context) =>
    found(await withRemoteClient(context, (client) => stopRun(client, context.output))),
  );

  addArchiveCommands(program, command);

  const settings = program.command('settings').description('how the schedule runs');
  command(settings, 'get', 'show all settings', (context) =>
    withReadingClient(context, (client) => getSettings(client, context.output)),
  );
  command(
    settings,
    'set <name=value...>',
    'change settings, such as interval=10m policy=adaptive',
    (context, _options, names) =>
      withWritingClient(context, (client) => setSettings(client, context.output, names)),
  );

  command<CommonOptions & { hidden?: true }>(
    program,
    'desktop',
    'open the desktop app, where Electron is installed',
    (context, options) => desktop(context, options),
  ).option('--hidden', 'in the tray, without a window');
  command<DemoOptions>(
    program,
    'demo',
    'collect living channels from a data centre on this computer; no account needed',
    (context, options) => demo(context, options),
  )
    .option('--once', 'collect once, print the result, and end')
    .option('--channels <number>', 'how many channels there are', '12')
    .option('--browser', 'in a browser, also where the desktop app could be opened')
    .option('--port <number>', 'the same, on this port of 127.0.0.1 (0: any free one)');

  try {
    for (const each of allCommands(program)) each.exitOverride();
    await program.parseAsync([...parameters], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

/** A command that only a running process can meet. */
function found<Value>(value: Value | null): void {
  if (value === null) throw new CommandError(noProcess);
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** Says in words what went wrong and gives the code for it. */
function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.succeeded : exitCodes.usage;
  const code = exitCodeOf(error);
  if (code !== null) {
    process.stderr.write(`${printable(messageOf(error))}\n`);
    return code;
  }
  const details = process.env.TIDINGS_DEBUG === '1' && error instanceof Error ? `\n${error.stack}` : '';
  process.stderr.write(
    `Tidings stopped because of an error of its own: ${printable(messageOf(error))} What was collected is kept. ` +
      `With TIDINGS_DEBUG=1 it says where.${details}\n`,
  );
  return exitCodes.failed;
}

function exitCodeOf(error: unknown): ExitCode | null {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof RequestError) {
    const codes = {
      'bad-request': exitCodes.usage,
      'lease-lost': exitCodes.leaseHeld,
      failed: exitCodes.failed,
      'not-connected': exitCodes.failed,
    };
    return codes[error.code];
  }
  const expected = [StoreError, VaultError, DataFolderError, DemoError];
  return expected.some((kind) => error instanceof kind) ? exitCodes.failed : null;
}
