import { describe, expect, it } from 'vitest';
import { checkProxy, draftOf, noProxy, wayInWords } from '../../../renderer/connection/proxy-draft.ts';
import { readProxyLink } from '../../../renderer/connection/proxy-link.ts';
import { readSecret } from '../../../renderer/connection/proxy-secret.ts';

const plain = '00112233445566778899aabbccddeeff';
const bytesOf = (hex: string) => Buffer.from(hex, 'hex');
const domain = Buffer.from('example.org').toString('hex');

const draftIn = (text: string) => {
  const read = readProxyLink(text);
  return read?.kind === 'draft' ? read.draft : read;
};
const problemIn = (text: string) => {
  const read = readProxyLink(text);
  return read?.kind === 'problem' ? read.problem : read;
};

describe('a link of an MTProxy', () => {
  const draft = { ...noProxy, kind: 'mtproxy', host: 'proxy.example', port: '443', secret: plain };

  it.each([
    `tg://proxy?server=proxy.example&port=443&secret=${plain}`,
    `tg:proxy?server=proxy.example&port=443&secret=${plain}`,
    `https://t.me/proxy?server=proxy.example&port=443&secret=${plain}`,
    `  t.me/proxy/?secret=${plain.toUpperCase()}&port=443&server=proxy.example  `,
    `https://telegram.me/proxy?server=proxy.example&port=443&secret=${plain}&tag=x#top`,
  ])('fills the fields: %s', (text) => {
    expect(draftIn(text)).toEqual(draft);
  });

  it('keeps the dd of a secret that asks for padding', () => {
    expect(draftIn(`tg://proxy?server=h&port=1&secret=dd${plain}`)).toMatchObject({ secret: `dd${plain}` });
  });

  it('reads a secret in base64, plus signs and all', () => {
    const secret = bytesOf('fbefbe33445566778899aabbccddeeff').toString('base64');
    expect(secret).toContain('+');
    expect(draftIn(`tg://proxy?server=h&port=1&secret=${secret}`)).toMatchObject({
      secret: 'fbefbe33445566778899aabbccddeeff',
    });
  });

  it.each([
    `tg://proxy?server=h&port=443&secret=ee${plain}${domain}`,
    `tg://proxy?server=h&port=443&secret=${bytesOf(`ee${plain}${domain}`).toString('base64url')}`,
  ])('with fake TLS is refused in words: %s', (text) => {
    expect(problemIn(text)).toContain('fake TLS');
  });

  it.each(['tg://proxy?server=h&port=443', `tg://proxy?port=443&secret=${plain}`])(
    'that is not complete says what it lacks: %s',
    (text) => {
      expect(problemIn(text)).toContain('not complete');
    },
  );
});

describe('a link of a SOCKS5 proxy', () => {
  it.each([
    ['tg://socks?server=h.example&port=1080&user=ada&pass=p%26w', 'h.example', '1080', 'ada', 'p&w'],
    ['https://t.me/socks?server=h.example&port=9050', 'h.example', '9050', '', ''],
    ['socks5://ada:p%40w@h.example:9050', 'h.example', '9050', 'ada', 'p@w'],
    ['socks5h://h.example', 'h.example', '1080', '', ''],
    ['SOCKS5://ada@[2001:db8::1]:9050/', '2001:db8::1', '9050', 'ada', ''],
  ])('fills the fields: %s', (text, host, port, username, password) => {
    expect(draftIn(text)).toEqual({ ...noProxy, kind: 'socks5', host, port, username, password });
  });

  it('with a broken escape is refused in words', () => {
    expect(problemIn('socks5://ada:100%@h.example:1080')).toContain('%20');
  });
});

describe('any other text', () => {
  it.each(['proxy.example', '192.0.2.1', '', 'socks', plain])('is no link: “%s”', (text) => {
    expect(readProxyLink(text)).toBeNull();
  });

  it.each(['http://proxy.example:8080', 'vless://abc@h:1', 'https://t.me/durov'])(
    'that is a link of another kind is said to be one: %s',
    (text) => {
      expect(problemIn(text)).toContain('two kinds');
    },
  );
});

describe('a secret', () => {
  it.each([
    [plain, plain],
    [`DD${plain}`.toUpperCase(), `dd${plain}`],
    [bytesOf(plain).toString('base64'), plain],
    [bytesOf(plain).toString('base64url'), plain],
    [bytesOf(`dd${plain}`).toString('base64url'), `dd${plain}`],
  ])('%s is %s', (given, secret) => {
    expect(readSecret(given)).toEqual({ kind: 'secret', secret });
  });

  it.each(['', 'zz', plain.slice(2), `${plain}00`, `aa${plain}`, 'not a secret', 'A'.repeat(21)])(
    'is not “%s”',
    (given) => {
      expect(readSecret(given)).toMatchObject({ kind: 'problem', problem: expect.stringContaining('32') });
    },
  );
});

describe('a proxy in the form', () => {
  const socks = { ...noProxy, kind: 'socks5', host: 'h.example', port: '1080' } as const;

  it('asks for no user name where none was typed', () => {
    expect(checkProxy(socks)).toEqual({
      kind: 'proxy',
      proxy: { kind: 'socks5', host: 'h.example', port: 1080, username: null, password: null },
    });
  });

  it('has its secret turned into hexadecimal digits', () => {
    const secret = bytesOf(plain).toString('base64url');
    expect(checkProxy({ ...socks, kind: 'mtproxy', secret })).toMatchObject({ proxy: { secret: plain } });
  });

  it('is none where none was chosen, whatever was typed before', () => {
    expect(checkProxy({ ...socks, kind: 'none', port: 'x' })).toEqual({ kind: 'proxy', proxy: null });
  });

  it.each([
    [{ port: '' }, { port: 'Must be a number from 1 to 65535.' }],
    [{ port: '1e3' }, { port: 'Must be a number from 1 to 65535.' }],
    [{ port: '70000' }, { port: 'Must be from 1 to 65535.' }],
    [{ host: 'a b' }, { host: 'Must be a host name or an IP address.' }],
    [
      { password: 'x', port: '' },
      { username: 'A password needs a user name.', port: expect.any(String) },
    ],
    [
      { kind: 'mtproxy', host: '', secret: '' },
      { host: expect.any(String), secret: expect.any(String) },
    ],
  ] as const)('with %j is refused beside the field', (change, problems) => {
    expect(checkProxy({ ...socks, ...change })).toEqual({ kind: 'problems', problems });
  });

  it('that is kept comes back without what is secret of it', () => {
    const kept = { kind: 'socks5', host: 'h.example', port: 1080, username: 'ada' } as const;
    expect(draftOf(kept)).toEqual({ ...socks, username: 'ada' });
    expect(wayInWords(kept)).toBe('through SOCKS5 at h.example:1080 as ada');
    expect(wayInWords({ ...kept, host: '::1', username: null })).toBe('through SOCKS5 at [::1]:1080');
    expect(wayInWords(null)).toBe('straight to Telegram');
  });
});
