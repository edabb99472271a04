import { type OutgoingHttpHeaders, STATUS_CODES } from 'node:http';

/** A whole answer to an HTTP request. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer;
}

/**
 * Headers of every answer. The screens are a page of their own code only: nothing is loaded from elsewhere,
 * no other site may frame them, read them or learn their address.
 */
export const securityHeaders: OutgoingHttpHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const pages = {
  letInNeeded: {
    status: 401,
    title: 'This browser is not let in',
    sentences: [
      'Tidings shows its screens only to a browser that opened its one-time address.',
      'Run <code>tidings address</code> in a terminal on this machine and open what it prints.',
      'If you have just done so, <a href="/">go to the screens</a>.',
    ],
  },
  tokenUsed: {
    status: 401,
    title: 'This address has been used',
    sentences: [
      'Each address lets one browser in, once. After a restart of Tidings the old ones are void too.',
      'Run <code>tidings address</code> in a terminal on this machine and open what it prints.',
      'If this browser has been let in already, <a href="/">go to the screens</a>.',
    ],
  },
  foreign: {
    status: 403,
    title: 'This request came from elsewhere',
    sentences: [
      'Tidings answers only its own pages, under the address it printed when it started.',
      'Open that address itself, not another name for this machine. Nothing was shown or changed.',
    ],
  },
  notFound: {
    status: 404,
    title: 'There is nothing here',
    sentences: ['<a href="/">Go to the screens</a>.'],
  },
  readOnly: {
    status: 405,
    title: 'This can only be read',
    sentences: ['Tidings takes requests over its WebSocket, not this way. Nothing was changed.'],
  },
  screensMissing: {
    status: 500,
    title: 'The screens are missing',
    sentences: [
      'This installation of Tidings lacks the files of its screens. Collecting goes on without them.',
      'Install Tidings again; from source, run <code>npm run build</code>.',
    ],
  },
  failed: {
    status: 500,
    title: 'Tidings could not answer',
    sentences: ['The log file has the details. Collecting goes on. <a href="/">Try again</a>.'],
  },
} as const;

/** An answer for a person to read. */
export function wordPage(name: keyof typeof pages): HttpAnswer {
  const { status, title, sentences } = pages[name];
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Tidings</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  main { max-width: 36rem; margin: 15vh auto 0; padding: 0 1.5rem; }
</style>
<main>
<h1>${title}</h1>
${sentences.map((sentence) => `<p>${sentence}</p>`).join('\n')}
</main>
</html>
`;
  const headers: OutgoingHttpHeaders = {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
  };
  return { status, headers: status === 405 ? { ...headers, Allow: 'GET, HEAD' } : headers, body };
}

/** The bytes of an answer to a request that asked for an upgrade, where Node offers no response to fill. */
export function rawAnswer({ status, headers, body }: HttpAnswer): string {
  const fields = {
    ...securityHeaders,
    ...headers,
    Connection: 'close',
    'Content-Length': Buffer.byteLength(body),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}
