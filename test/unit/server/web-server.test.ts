import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startWebServer } from '../../../electron/server/web-server.ts';
import { ask, askRaw, letIn, pathOf, startScreens } from './web-server-fixture.ts';

describe('letting a browser in', () => {
  test('the address is exchanged for a cookie and leaves the address bar', async () => {
    const { server } = await startScreens();
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{64}$/);
    const reply = await ask(server, pathOf(server.address));
    expect(reply).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } });
    expect(String(reply.headers['set-cookie'])).toMatch(
      new RegExp(`^tidings-${server.port}=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict; Max-Age=\\d+$`),
    );
  });

  test('without the cookie nothing is shown but how to get in', async () => {
    const { server } = await startScreens();
    for (const path of ['/', '/index.html', '/assets/main-B3x_9aQz.js', '/session', '/socket', '/nothing']) {
      const reply = await ask(server, path);
      expect(reply).toMatchObject({ status: 401, body: expect.stringContaining('tidings address') });
    }
  });

  test('a token lets one browser in, once', async () => {
    const { server } = await startScreens();
    await ask(server, pathOf(server.address));
    const second = await ask(server, pathOf(server.address));
    expect(second).toMatchObject({
      status: 401,
      body: expect.stringContaining('This address has been used'),
    });
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  test('a browser that is in already is sent to the screens, whatever address it opens, and uses up none', async () => {
    const { server } = await startScreens();
    const headers = await letIn(server);
    for (const path of [pathOf(server.address), '/?token=used-or-made-up']) {
      const reply = await ask(server, path, { headers });
      expect(reply).toMatchObject({ status: 303, headers: { location: '/' } });
    }
    expect(await ask(server, pathOf(server.address))).toMatchObject({ status: 303 });
  });

  test('each address minted lets another browser in', async () => {
    const { server } = await startScreens();
    const [first, second] = [await letIn(server), await letIn(server)];
    expect(first).not.toEqual(second);
    for (const headers of [first, second])
      expect(await ask(server, '/session', { headers })).toMatchObject({ status: 204, body: '' });
  });

  test('a token that was never given, or is asked for by HEAD, lets nobody in', async () => {
    const { server } = await startScreens();
    expect(await ask(server, `/?token=${'0'.repeat(64)}`)).toMatchObject({ status: 401 });
    expect(await ask(server, '/?token=')).toMatchObject({ status: 401 });
    expect(await ask(server, pathOf(server.address), { method: 'HEAD' })).toMatchObject({
      status: 401,
      body: '',
    });
    expect(await ask(server, pathOf(server.address))).toMatchObject({ status: 303 });
  });

  test('a made-up cookie lets nobody in', async () => {
    const { server } = await startScreens();
    for (const value of ['', 'undefined', '0'.repeat(64)])
      expect(
        await ask(server, '/session', { headers: { Cookie: `tidings-${server.port}=${value}` } }),
      ).toMatchObject({ status: 401 });
  });

  test('the cookies of two servers live side by side in one browser', async () => {
    const [one, other] = [await startScreens(), await startScreens()];
    const Cookie = `${(await letIn(one.server)).Cookie}; ${(await letIn(other.server)).Cookie}`;
    for (const { server } of [one, other])
      expect(await ask(server, '/session', { headers: { Cookie } })).toMatchObject({ status: 204 });
  });
});

describe('requests from elsewhere', () => {
  test('a foreign Host is refused before anything else, even with token or cookie', async () => {
    const { server } = await startScreens();
    const cookie = await letIn(server);
    for (const Host of [
      'evil.example',
      `evil.example:${server.port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      'localhost.evil:80',
    ]) {
      const headers = { ...cookie, Host };
      const reply = await ask(server, '/', { headers });
      expect(reply).toMatchObject({ status: 403, body: expect.stringContaining('came from elsewhere') });
      expect(await ask(server, pathOf(server.address), { headers })).toMatchObject({ status: 403 });
    }
    expect(await ask(server, pathOf(server.address))).toMatchObject({ status: 303 });
  });

  test('the names of this machine are accepted', async () => {
    const { server } = await startScreens();
    const cookie = await letIn(server);
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])
      expect(
        await ask(server, '/session', { headers: { ...cookie, Host: `${name}:${server.port}` } }),
      ).toMatchObject({ status: 204 });
  });

  test('a foreign Origin is refused, the own one accepted', async () => {
    const { server } = await startScreens();
    const cookie = await letIn(server);
    const own = `http://127.0.0.1:${server.port}`;
    for (const Origin of [
      'null',
      'http://evil.example',
      'http://127.0.0.1:1',
      `http://localhost:${server.port}`,
      `${own}.evil`,
    ])
      expect(await ask(server, '/session', { headers: { ...cookie, Origin } })).toMatchObject({
        status: 403,
      });
    expect(await ask(server, '/session', { headers: { ...cookie, Origin: own } })).toMatchObject({
      status: 204,
    });
  });

  test('a request without Host is refused', async () => {
    const { server } = await startScreens();
    expect(await askRaw(server, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('screens', () => {
  test('files come with their type, and are kept as long as their name promises', async () => {
    const { server } = await startScreens();
    const headers = await letIn(server);
    const served = async (path: string) => {
      const reply = await ask(server, path, { headers });
      return [reply.status, reply.headers['content-type'], reply.headers['cache-control'], reply.body];
    };
    const page = [200, 'text/html; charset=utf-8', 'no-store', '<!doctype html><title>Screens</title>'];
    expect(await served('/')).toEqual(page);
    expect(await served('/?run=3')).toEqual(page);
    expect(await served('/assets/main-B3x_9aQz.js')).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'private, max-age=31536000, immutable',
      'start()',
    ]);
    expect(await served('/icon.svg')).toEqual([200, 'image/svg+xml', 'no-cache', '<svg/>']);
  });

  test('HEAD gives the headers of GET and no body', async () => {
    const { server } = await startScreens();
    const reply = await ask(server, '/icon.svg', { method: 'HEAD', headers: await letIn(server) });
    expect(reply).toMatchObject({ status: 200, body: '', headers: { 'content-length': '6' } });
  });

  test('no path leads out of the folder', async () => {
    const { server, screensFolder, outside } = await startScreens();
    await symlink(join(outside, 'secret.txt'), join(screensFolder, 'link.txt'));
    await writeFile(`${screensFolder}-beside.txt`, 'secret too');
    const { Cookie } = await letIn(server);
    const paths = [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/..%5csecret.txt',
      '/../screens-beside.txt',
      '//../secret.txt',
      join(outside, 'secret.txt'),
      '/link.txt',
      '/index.html%00.js',
      '/%',
      '/assets',
      '/assets/',
      '/index.html/',
      `/${'a'.repeat(3_000)}`,
      'http://elsewhere/../secret.txt',
    ];
    for (const path of paths) {
      const host = `Host: 127.0.0.1:${server.port}`;
      const reply = await askRaw(
        server,
        `GET ${path} HTTP/1.1\r\n${host}\r\nCookie: ${Cookie}\r\nConnection: close\r\n\r\n`,
      );
      expect(reply, path).toMatch(/^HTTP\/1\.1 404 /);
      expect(reply, path).not.toContain('secret of');
    }
  });

  test('nothing can be changed this way', async () => {
    const { server } = await startScreens();
    const headers = await letIn(server);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await ask(server, '/', { method, headers })).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD' },
      });
  });

  test('missing screens are told in words', async () => {
    const { server, screensFolder } = await startScreens();
    await rm(screensFolder, { recursive: true });
    expect(await ask(server, '/', { headers: await letIn(server) })).toMatchObject({
      status: 500,
      body: expect.stringContaining('The screens are missing'),
    });
  });

  test('every answer carries the security headers', async () => {
    const { server } = await startScreens();
    const headers = await letIn(server);
    const replies = await Promise.all([
      ask(server, '/', { headers }),
      ask(server, '/session', { headers }),
      ask(server, '/nothing', { headers }),
      ask(server, '/'),
      ask(server, pathOf(server.address)),
      ask(server, '/', { headers: { Host: 'evil.example' } }),
      ask(server, '/', { method: 'POST', headers }),
      ask(server, '/socket', { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } }),
    ]);
    expect(replies.map((reply) => reply.status)).toEqual([200, 204, 404, 401, 303, 403, 405, 403]);
    for (const reply of replies)
      expect(reply.headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
          "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
  });
});

describe('the port', () => {
  test('one in use is told in words with a remedy', async () => {
    const { server, events, log, screensFolder } = await startScreens();
    const starting = startWebServer({
      port: server.port,
      screensFolder,
      answer: async () => ({ response: null }),
      events,
      log,
    });
    await expect(starting).rejects.toThrow(`Port ${server.port} is in use already`);
    await expect(starting).rejects.toThrow('--port 0');
  });

  test('it is free again after closing, with browsers connected', async () => {
    const { events, log, screensFolder } = await startScreens();
    const options = { screensFolder, answer: async () => ({ response: null }), events, log };
    const first = await startWebServer({ ...options, port: 0 });
    await fetch(`http://127.0.0.1:${first.port}/session`);
    await first.close();
    const second = await startWebServer({ ...options, port: first.port });
    expect(second.port).toBe(first.port);
    await second.close();
  });
});
