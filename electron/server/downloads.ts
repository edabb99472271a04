import { open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename, extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { securityHeaders } from './word-page.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
};

/**
 * Sends a file to be kept and not shown, in pieces: it may be larger than the memory. A browser that goes away before
 * its end is nobody's mistake. Rejects where the file cannot be opened, with nothing sent.
 */
export async function sendDownload(file: string, response: ServerResponse): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    response.writeHead(200, {
      ...securityHeaders,
      'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'Content-Length': size,
      // Names of exports are our own: letters, digits, hyphens and dots.
      'Content-Disposition': `attachment; filename="${basename(file).replaceAll(/[^\w.-]/g, '-')}"`,
      'Cache-Control': 'no-store',
    });
    await pipeline(handle.createReadStream({ autoClose: false }), response).catch((error: unknown) => {
      if (!wentAway(error)) throw error;
    });
  } finally {
    await handle.close();
  }
}

function wentAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE';
}
