import { protocol } from 'electron';
import type { Log } from '../ports/log.ts';
import { isOwnAddress, screensScheme } from './addresses.ts';

/** A file of the screens as the answer to a request. */
export interface ScreenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string | Buffer;
}

export interface ScreenFiles {
  /** Null when there is none, or the path leads out of the folder of the screens. */
  read(path: string): Promise<ScreenAnswer | null>;
  /** Goes with every answer; the content security policy is among them. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Must be called before the application is ready. */
export function registerScreensScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: screensScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Answers `app://tidings/…` with the files of the screens, and nothing else. */
export function serveScreens(files: ScreenFiles, log: Pick<Log, 'error'>): void {
  protocol.handle(screensScheme, async (request) => {
    if (request.method !== 'GET' || !isOwnAddress(request.url)) return respond(files, nothingHere);
    try {
      const found = await files.read(new URL(request.url).pathname);
      return respond(files, found ?? nothingHere);
    } catch (error) {
      log.error('A file of the screens could not be read.', error);
      return respond(files, failed);
    }
  });
}

const plainText = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
const nothingHere: ScreenAnswer = { status: 404, headers: plainText, body: 'There is nothing here.' };
const failed: ScreenAnswer = {
  status: 500,
  headers: plainText,
  body: 'Tidings could not read its screens. Collecting goes on. Install Tidings again if this stays.',
};

function respond(files: ScreenFiles, { status, headers, body }: ScreenAnswer): Response {
  const fields = Object.entries({ ...files.headers, ...headers }).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), { status, headers: fields });
}
