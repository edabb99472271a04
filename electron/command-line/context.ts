import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type DataPaths, dataPaths, defaultDataFolder, prepareDataFolder } from '../data-folder.ts';
import { type Engine, type EngineMode, type EngineOptions, openEngine } from '../engine.ts';
import type { Log } from '../ports/log.ts';
import { type DataCentreConfig, parseDataCentreConfig } from '../telegram/data-centre-config.ts';
import { keyFolder } from '../vault/key-file.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { createOutput, type Output } from './output.ts';
import type { Signals } from './signals.ts';

/** What every command may be told. */
export interface CommonOptions {
  readonly data?: string;
  readonly dc?: string;
  readonly passphraseFile?: string;
  readonly json?: true;
}

/** What every command works with. */
export interface CommandContext {
  readonly output: Output;
  readonly paths: DataPaths;
  readonly dataCentre: DataCentreConfig | null;
  /** What opens the vault of secrets: a passphrase, or a key file outside of the data folder. */
  readonly vault: EngineOptions['vault'];
  readonly log: Log;
  readonly signals: Signals;
  readonly version: string;
}

export function createContext(
  options: CommonOptions,
  surroundings: Pick<CommandContext, 'signals' | 'version'>,
): CommandContext {
  const output = createOutput(options.json === true);
  const folder = resolve(options.data ?? defaultDataFolder());
  requireFolder(folder, options.data);
  return {
    output,
    paths: dataPaths(folder),
    dataCentre: options.dc === undefined ? null : readDataCentreFile(options.dc),
    vault: {
      keychain: null,
      keyFile: { folder: keyFolder(process.env, process.platform, homedir()), make: true },
      passphraseFile: options.passphraseFile === undefined ? null : resolve(options.passphraseFile),
    },
    log: createCommandLog(output),
    ...surroundings,
  };
}

/** A folder that is not there yet is made when something is to be kept. */
function requireFolder(folder: string, given: string | undefined): void {
  if (given?.trim() === '') throw new CommandError('--data needs the name of a folder.', exitCodes.usage);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new CommandError(
      `${folder} is a file, not a folder. Nothing was changed. Name a folder with --data DIR.`,
    );
  }
}

function readDataCentreFile(file: string): DataCentreConfig {
  if (!existsSync(file)) {
    throw new CommandError(
      `The data centre file ${file} does not exist. Nothing was started.`,
      exitCodes.usage,
    );
  }
  try {
    return parseDataCentreConfig(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(
      `The data centre file ${file} cannot be used. ${messageOf(error)} Nothing was started.`,
      exitCodes.usage,
    );
  }
}

/** A short command says what goes wrong and keeps quiet otherwise. */
function createCommandLog(output: Output): Log {
  return {
    info: () => undefined,
    warn: output.note,
    error: (message, error) =>
      output.note(error === undefined ? message : `${message} (${messageOf(error)})`),
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Opens the engine in this process. Throws `DataFolderError` or `StoreError` in words. */
export async function openLocalEngine(
  context: CommandContext,
  mode: EngineMode,
  log: Log = context.log,
): Promise<Engine> {
  prepareDataFolder(context.paths.folder);
  return openEngine({
    paths: context.paths,
    dataCentre: context.dataCentre,
    mode,
    version: context.version,
    log,
    vault: context.vault,
  });
}

/** Where the built screens lie: beside the program. */
export function screensFolder(): string {
  return join(import.meta.dirname, '../renderer');
}
