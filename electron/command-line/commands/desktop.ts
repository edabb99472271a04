import { resolve } from 'node:path';
import { formatDesktopArguments } from '../../desktop/arguments.ts';
import type { CommandContext, CommonOptions } from '../context.ts';
import { findElectron, hasDisplay, runDesktop } from '../desktop-program.ts';
import { CommandError, type ExitCode } from '../exit-codes.ts';

/** Opens the desktop app, where Electron's program is installed. */
export async function desktop(
  context: CommandContext,
  options: CommonOptions & { readonly hidden?: true },
): Promise<ExitCode> {
  const electron = findElectron();
  if (electron === null) {
    throw new CommandError(
      'The desktop app needs Electron, whose program is not installed here: get it with "npx install-electron", ' +
        'see channels collected in a browser with "npm run demo", or collect without a window with ' +
        '"npm run -s tidings -- serve" (tidings serve).',
    );
  }
  if (!hasDisplay(process.env, process.platform)) {
    throw new CommandError(
      'The desktop app needs a display, and there is none here. Collect without a window with ' +
        '"npm run -s tidings -- serve" (tidings serve).',
    );
  }
  const parameters = formatDesktopArguments({
    data: options.data === undefined ? null : resolve(options.data),
    dc: options.dc === undefined ? null : resolve(options.dc),
    hidden: options.hidden === true,
  });
  return runDesktop(electron, parameters, context.signals);
}
