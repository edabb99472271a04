import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, letIn, pathOf, startScreens } from './web-server-fixture.ts';

async function offered(content: string | Buffer = 'id\r\n1\r\n', name = 'tidings-x.csv') {
  const { server, outside, log } = await startScreens();
  const file = join(outside, name);
  await writeFile(file, content);
  return { server, file, log, path: pathOf(server.mintDownload(file)) };
}

test('the address fetches its file once, to be kept and not shown', async () => {
  const { server, path } = await offered();
  const reply = await ask(server, path);
  expect(reply).toMatchObject({
    status: 200,
    body: 'id\r\n1\r\n',
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="tidings-x.csv"',
      'content-length': '7',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
  expect((await ask(server, path)).status).toBe(401);
});

test('a page that is fetched may do nothing, should it be shown after all', async () => {
  const { server, path } = await offered('<script>alert(1)</script>', 'tidings-x.html');
  const { headers } = await ask(server, path);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-disposition']).toMatch(/^attachment/);
});

test.each([
  ['a guessed token', (path: string) => path.replace(/.$/, (last) => (last === '0' ? '1' : '0')), {}],
  ['no token', () => '/download', {}],
  ['a token of a browser’s address', (path: string) => path.replace('/download', '/'), {}],
])('with %s there is no file', async (_what, other) => {
  const { server, path } = await offered();
  const reply = await ask(server, other(path));
  expect(reply.status).toBe(401);
  expect(reply.body).not.toContain('id\r\n1');
  expect((await ask(server, path)).status).toBe(200);
});

test('another site’s page gets nothing, and does not use the address up', async () => {
  const { server, path } = await offered();
  const origin = { Origin: 'https://elsewhere.example' };
  expect((await ask(server, path, { headers: origin })).status).toBe(403);
  expect((await ask(server, path, { headers: { Host: 'elsewhere.example' } })).status).toBe(403);
  expect((await ask(server, path, { method: 'HEAD' })).status).toBe(401);
  expect((await ask(server, path)).status).toBe(200);
});

test('a file that is gone is told of in words', async () => {
  const { server, file, path, log } = await offered();
  await rm(file);
  expect((await ask(server, path)).status).toBe(500);
  expect(log.entries).toMatchObject([{ level: 'error' }]);
});

test('a browser that goes away meanwhile is no error, and the server goes on', async () => {
  const { server, path, log } = await offered(Buffer.alloc(30_000_000, 'x'));
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
  await once(socket, 'data');
  socket.destroy();
  await once(socket, 'close');
  expect((await ask(server, '/', { headers: await letIn(server) })).status).toBe(200);
  expect(log.entries).toEqual([]);
});

test('of many addresses the newest twenty are good', async () => {
  const { server, file, path } = await offered();
  const paths = Array.from({ length: 20 }, () => pathOf(server.mintDownload(file)));
  expect((await ask(server, path)).status).toBe(401);
  expect((await ask(server, paths[0] ?? '')).status).toBe(200);
});

test('a browser stays let in where a server takes the place of another', async () => {
  const { server } = await startScreens();
  const headers = await letIn(server);
  await server.close();
  const { server: next } = await startScreens({ port: server.port, access: server.access });
  expect((await ask(next, '/', { headers })).status).toBe(200);
});
