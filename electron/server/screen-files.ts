import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { HttpAnswer } from './word-page.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** What `/assets/name-<hash>.ext` holds never changes: Vite gives a changed file another name. */
const hashedAsset = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * Reads a file of the screens. Null when there is none: no such file, a folder, or a path that leads out of
 * `screensFolder`, be it by `..` or by a link.
 */
export async function readScreenFile(screensFolder: string, urlPath: string): Promise<HttpAnswer | null> {
  const path = decodedPath(urlPath);
  if (path === null) return null;
  try {
    const folder = await realpath(screensFolder);
    const file = await realpath(join(folder, path === '/' ? 'index.html' : path));
    if (!file.startsWith(folder + sep)) return null;
    return { status: 200, headers: headersOf(file, path), body: await readFile(file) };
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

/** Null where the path is not one: broken escapes, a null byte, or Windows' other separator. */
function decodedPath(urlPath: string): string | null {
  try {
    const path = decodeURIComponent(urlPath);
    return /[\0\\]/.test(path) ? null : path;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function headersOf(file: string, path: string): HttpAnswer['headers'] {
  const type = contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream';
  const caching = hashedAsset.test(path)
    ? 'private, max-age=31536000, immutable'
    : type.startsWith('text/html')
      ? 'no-store'
      : 'no-cache';
  return { 'Content-Type': type, 'Cache-Control': caching };
}

function isAbsence(error: unknown): boolean {
  const codes = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
