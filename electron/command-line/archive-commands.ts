import type { Command } from 'commander';
import { withReadingClient, withWritingClient } from './clients.ts';
import { backUpDatabase, restoreDatabase } from './commands/backup.ts';
import { type ExportCommandOptions, exportHere } from './commands/export.ts';
import { searchPosts } from './commands/search.ts';
import { type AddWatchOptions, addWatch, listWatches, removeWatch, showAlerts } from './commands/watches.ts';
import type { CommandContext, CommonOptions } from './context.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';

export type Action<Options> = (
  context: CommandContext,
  options: Options,
  names: readonly string[],
) => Promise<ExitCode> | Promise<void>;

/** Adds a command with the options all commands take. */
export type AddCommand = <Options extends CommonOptions>(
  parent: Command,
  usage: string,
  description: string,
  action: Action<Options>,
) => Command;

/** What can be done with what is held: searching, exporting, copying, watching. */
export function addArchiveCommands(program: Command, command: AddCommand): void {
  command<CommonOptions & { limit: string }>(
    program,
    'search <words...>',
    'show posts held that have these words, newest first: word, "a phrase", begin*, -without, one OR other',
    (context, options, words) =>
      withReadingClient(context, (client) => searchPosts(client, context.output, wordsOnly(words), options)),
  )
    .option('--limit <posts>', 'how many, 1 to 1000', '20')
    .allowUnknownOption();

  command<ExportCommandOptions>(
    program,
    'export [words...]',
    'write posts held to a file: all of them, or those with these words',
    (context, options, words) => exportHere(context, options, wordsOnly(words)),
  )
    .option('--format <format>', 'csv, jsonl or html', 'csv')
    .option('--out <file>', 'where to ("-": standard output; default: a new file in the folder of exports)')
    .option('--force', 'replace the file of --out where there is one')
    .option('--channel <name...>', 'only of these: @name, id or exact title')
    .option('--from <day>', 'published on this day or later, such as 2026-11-24 or 2026-11-24T14:02')
    .option('--to <day>', 'published on this day or sooner')
    .option('--media <kind...>', 'only with these kinds of media, or none: photo, video, none …')
    .option('--state <state>', 'only edited, deleted or suspect ones')
    .allowUnknownOption();

  command<CommonOptions & { list?: true }>(
    program,
    'backup',
    'copy the database to its folder of back-ups; the copy stays until you delete it',
    backUpDatabase,
  ).option('--list', 'show the copies there are');
  command(
    program,
    'restore <copy>',
    'put a copy in the place of the database, which is set aside: a name of "backup --list", or a file',
    (context, _options, [copy = '']) => restoreDatabase(context, copy),
  );

  const watches = program.command('watches').description('what you want to be told of');
  command(watches, 'list', 'show what is watched', (context) =>
    withReadingClient(context, (client) => listWatches(client, context.output)),
  );
  command<CommonOptions & AddWatchOptions>(
    watches,
    'add',
    'watch for words, for silence or for a loss of subscribers',
    (context, options) => withWritingClient(context, (client) => addWatch(client, context.output, options)),
  )
    .option('--words <text>', 'in new posts, as "search" finds them')
    .option('--silence <hours>', 'nothing new for so long')
    .option('--loss <percent>', 'more than so many percent fewer subscribers than the day before')
    .option('--channel <name>', 'in this channel only: @name, id or exact title');
  command(
    watches,
    'remove <number>',
    'end a watch; what it found goes with it',
    (context, _options, [number = '']) =>
      withWritingClient(context, (client) => removeWatch(client, context.output, number)),
  );
  command<CommonOptions & { limit: string; seen?: true }>(
    watches,
    'alerts',
    'show what was found, newest first',
    (context, options) => {
      const withClient = options.seen ? withWritingClient : withReadingClient;
      return withClient(context, (client) => showAlerts(client, context.output, options));
    },
  )
    .option('--limit <alerts>', 'how many, 1 to 1000', '20')
    .option('--seen', 'they count as seen from now on');
}

/** `-without` is a word of a search, in any place; what begins with two hyphens was meant as an option. */
function wordsOnly(words: readonly string[]): readonly string[] {
  const option = words.find((word) => word.startsWith('--'));
  if (option === undefined) return words;
  throw new CommandError(
    `There is no option ${option}. Nothing was done. "--help" shows those there are.`,
    exitCodes.usage,
  );
}
