import { join } from 'node:path';
import { isSnap, type Packaging } from './packaging.ts';

/**
 * Why launching at login cannot be chosen here, in words; null where it can. A sandboxed package may not write
 * into the user's autostart folder: its store has a switch of its own.
 */
export function autostartRefusal(packaging: Omit<Packaging, 'isPackaged'>): string | null {
  if (packaging.platform !== 'linux') return null;
  if (packaging.environment.FLATPAK_ID) return refusal('Flatpak');
  if (isSnap(packaging)) return refusal('Snap');
  return null;
}

function refusal(packaging: string): string {
  return `Launch at login is set in the system settings: a ${packaging} may not do it`;
}

/** Where desktops on Linux look for what to start at login. */
export function autostartFile(environment: NodeJS.ProcessEnv, home: string): string {
  return join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'autostart', 'tidings.desktop');
}

/** The file that starts `command` at login, after the specifications for autostart and desktop entries. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Tidings',
    'Comment=Collects the Telegram channels you follow',
    'Icon=tidings',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** A user may have switched the entry off in the desktop's own settings, which keep the file. */
export function isAutostartOn(entry: string): boolean {
  return !/^(Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(entry);
}

/**
 * Quoted for `Exec`: a backslash before what a shell would take for its own, each backslash doubled once more
 * because the value as a whole is a string of the file format, and percent signs doubled.
 */
function quoted(argument: string): string {
  if (/^[\w./=:@,+-]+$/.test(argument)) return argument;
  const inQuotes = argument.replace(/["`$\\]/g, '\\$&').replaceAll('\\', '\\\\');
  return `"${inQuotes.replaceAll('%', '%%')}"`;
}
