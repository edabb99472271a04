import { isAbsolute, resolve } from 'node:path';

/** What the desktop app may be told at its start. */
export interface DesktopArguments {
  /** The data folder; null for the platform's own place. */
  readonly data: string | null;
  /** A file that describes a data centre to use in place of Telegram's. */
  readonly dc: string | null;
  /** Started at login: in the tray, without a window. */
  readonly hidden: boolean;
  /** Living channels from a data centre on this computer, in a data folder of its own. */
  readonly demo: boolean;
  /** Channels of the demo, 1 to 1000. */
  readonly channels: number;
  /** For the demo only: the data folder and the data centre that leaving it goes back to. */
  readonly homeData: string | null;
  readonly homeDc: string | null;
}

const fewestChannels = 1;
const mostChannels = 1000;
const usualChannels = 12;

/**
 * Reads the command line. What is not known is passed over, because Electron, Chromium and the systems add
 * arguments of their own. Relative paths count from `folder`. Throws an Error in words for an option without
 * its value.
 */
export function parseDesktopArguments(given: readonly string[], folder: string): DesktopArguments {
  const path = (name: string): string | null => {
    const value = textOf(given, name);
    return value === null ? null : isAbsolute(value) ? value : resolve(folder, value);
  };
  const demo = given.includes('--demo');
  const dc = path('--dc');
  if (demo && dc !== null) {
    throw new Error('Give either --demo or --dc, not both: the demo brings its own data centre.');
  }
  return {
    data: path('--data'),
    dc,
    demo,
    hidden: given.includes('--hidden'),
    channels: channelsOf(given),
    homeData: path('--home-data'),
    homeDc: path('--home-dc'),
  };
}

/** Whose data a person means by their own: what was given, or in the demo what was given before it. */
export function homeOf(given: DesktopArguments): Pick<DesktopArguments, 'data' | 'dc'> {
  return given.demo ? { data: given.homeData, dc: given.homeDc } : { data: given.data, dc: given.dc };
}

/** The arguments that start Tidings the same way again. */
export function formatDesktopArguments(options: Partial<DesktopArguments>): string[] {
  return [
    ...(options.data == null ? [] : [`--data=${options.data}`]),
    ...(options.dc == null ? [] : [`--dc=${options.dc}`]),
    ...(options.demo === true ? ['--demo'] : []),
    ...(options.channels === undefined ? [] : [`--channels=${options.channels}`]),
    ...(options.hidden === true ? ['--hidden'] : []),
    ...(options.homeData == null ? [] : [`--home-data=${options.homeData}`]),
    ...(options.homeDc == null ? [] : [`--home-dc=${options.homeDc}`]),
  ];
}

function channelsOf(given: readonly string[]): number {
  const text = textOf(given, '--channels');
  if (text === null) return usualChannels;
  const channels = Number(text);
  if (Number.isInteger(channels) && channels >= fewestChannels && channels <= mostChannels) return channels;
  throw new Error(`--channels must be a whole number from ${fewestChannels} to ${mostChannels}.`);
}

/** `--name value` or `--name=value`; null when it is not there. */
function textOf(given: readonly string[], name: string): string | null {
  const index = given.findIndex((argument) => argument === name || argument.startsWith(`${name}=`));
  const argument = given[index];
  if (argument === undefined) return null;
  const value = argument === name ? given[index + 1] : argument.slice(name.length + 1);
  if (value === undefined || value === '' || value.startsWith('--')) {
    throw new Error(`${name} needs a value, such as ${name}=…`);
  }
  return value;
}
