import { app, type Session, session, shell } from 'electron';
import type { Log } from '../ports/log.ts';
import { isOpenable, isOwnAddress } from './addresses.ts';

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
      openOutside(url, log);
      return { action: 'deny' };
    });
  });
}

/** Opens an address of the fixed list in the system's browser; anything else is refused and noted. */
export function openOutside(address: string, log: Pick<Log, 'warn' | 'error'>): void {
  if (!isOpenable(address)) {
    log.warn(`The address ${address} was not opened: it is not on the list of sites Tidings links to.`);
    return;
  }
  shell.openExternal(address).catch((error: unknown) => log.error(`${address} could not be opened.`, error));
}

function guardPermissions(pages: Session): void {
  pages.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === allowedPermission && isOwnAddress(origin),
  );
  pages.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permission === allowedPermission && isOwnAddress(details.requestingUrl)),
  );
}
