import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDataCentreConfig } from '../../../electron/telegram/data-centre-config.ts';

const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const entry = { id: 2, host: '127.0.0.1', port: 44_300, publicKey };
const parse = (value: unknown) => () => parseDataCentreConfig(JSON.stringify(value));

describe('a data centre file', () => {
  it('names one data centre, and others beside it', () => {
    expect(parse({ ...entry, others: [{ ...entry, id: 4, port: 65_535 }] })()).toEqual({
      ...entry,
      others: [{ ...entry, id: 4, port: 65_535 }],
    });
  });

  it('needs no others', () => {
    expect(parse(entry)()).toEqual({ ...entry, others: [] });
  });

  it.each([
    ['no JSON', () => parseDataCentreConfig('host=1'), 'not JSON'],
    ['no object', parse([]), 'must hold one JSON object'],
    ['no key', parse({ ...entry, publicKey: undefined }), '“publicKey” is missing'],
    ['a key that is none', parse({ ...entry, publicKey: 'secret' }), 'RSA public key in PKCS#1 PEM'],
    ['a port out of range', parse({ ...entry, port: 70_000 }), '“port” must be from 1 to 65535'],
    ['a port that is text', parse({ ...entry, port: '443' }), '“port” must be a whole number'],
    ['a data centre there cannot be', parse({ ...entry, id: 9 }), '“id” must be from 1 to 5'],
    ['no host', parse({ ...entry, host: '' }), '“host” must not be empty'],
    [
      'a bad second entry',
      parse({ ...entry, others: [{ ...entry, port: 0 }] }),
      'entry 1 of “others”: “port”',
    ],
    ['the same data centre twice', parse({ ...entry, others: [entry] }), 'data centre 2 is described twice'],
  ])('says in one sentence what is wrong: %s', (_, act, words) => {
    expect(act).toThrow(words);
  });
});
