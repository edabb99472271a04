import { app, dialog, type Session, session, shell } from 'electron';
import type { Log } from '../ports/log.ts';
import { isOpenable, isOwnAddress, webAddress } from './addresses.ts';

/** The one thing a page may ask of the system: to put text on the clipboard after a click. */
const allowedPermission = 'clipboard-sanitized-write';

/** Keeps every page where it is, and from everything it does not need. Call once the application is ready. */
export function guardPages(log: Pick<Log, 'warn' | 'error'>): void {
  guardPermissions(session.defaultSession);
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event) => {
      event.preventDefault();
      log.warn(`A page was kept from going to ${event.url}.`);
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void openOutside(url, log);
      return { action: 'deny' };
    });
  });
}

let asking = false;

/**
 * Opens an address of the fixed list in the system's browser. Of any other page of the web, such as a post links to, the
 * person is asked first and shown where it leads; anything else is refused and noted.
 */
export async function openOutside(address: string, log: Pick<Log, 'warn' | 'error'>): Promise<void> {
  try {
    if (isOpenable(address) || (await isWanted(address, log))) await shell.openExternal(address);
  } catch (error) {
    log.error(`${address} could not be opened.`, error);
  }
}

/** One question at a time: a page must not bury the screen under them. */
async function isWanted(address: string, log: Pick<Log, 'warn'>): Promise<boolean> {
  const shown = webAddress(address);
  if (shown === null || asking) {
    log.warn(
      `The address ${address} was not opened: ${asking ? 'another is being asked about' : 'it is no page of the web'}.`,
    );
    return false;
  }
  asking = true;
  try {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: 'Open this address in your browser?',
      detail: shown.length > 600 ? `${shown.slice(0, 600)}…` : shown,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    return response === 0;
  } finally {
    asking = false;
  }
}

function guardPermissions(pages: Session): void {
  pages.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === allowedPermission && isOwnAddress(origin),
  );
  pages.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permission === allowedPermission && isOwnAddress(details.requestingUrl)),
  );
}
