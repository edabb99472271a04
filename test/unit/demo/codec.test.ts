import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../../electron/demo/codec/codec.ts';
import { parseSchema } from '../../../electron/demo/codec/definitions.ts';
import { mtprotoSchema } from '../../../electron/demo/codec/mtproto-schema.ts';
import { LAYER, readApiSchema } from '../../../electron/telegram/schema.ts';

const require = createRequire(import.meta.url);
const definitions = [...parseSchema(mtprotoSchema), ...parseSchema(readApiSchema())];
const codec = createCodec(definitions);

describe('the TL codec', () => {
  it('speaks the layer of the client', () => {
    const { LAYER: layerOfClient } = require('telegram/tl/AllTLObjects.js') as { LAYER: number };
    expect(layerOfClient).toBe(LAYER);
    expect(definitions.length).toBeGreaterThan(2000);
  });

  it('finds out a definition that does not match its id', () => {
    expect(() => parseSchema('ping#7abe77ec ping_id:long = Pong;')).not.toThrow();
    expect(() => parseSchema('ping#7abe77ec ping_id:int = Pong;')).toThrow('does not match its id');
    expect(() => parseSchema('what is this')).toThrow('cannot be read');
  });

  it('reads what it wrote: flags, vectors, bare objects, longs beyond the safe range', () => {
    const salt = { _: 'future_salt', valid_since: 1, valid_until: 2, salt: -(2n ** 63n) };
    const salts = { _: 'future_salts', req_msg_id: 2n ** 62n + 1n, now: 3, salts: [salt] };
    expect(codec.decode(codec.encode(salts))).toEqual(salts);

    const dialog = {
      _: 'messages.getDialogs',
      flags: 3,
      exclude_pinned: true,
      folder_id: 1,
      offset_date: 0,
      offset_id: -1,
      offset_peer: { _: 'inputPeerChannel', channel_id: 1_700_100_001n, access_hash: -7n },
      limit: 100,
      hash: 0n,
    };
    expect(codec.decode(codec.encode(dialog))).toEqual(dialog);
  });

  it('writes numbers for longs exactly, up to 53 bits and below zero', () => {
    for (const value of [0, 1, -1, 2 ** 40 + 5, -(2 ** 40) - 5, Number.MAX_SAFE_INTEGER]) {
      expect(codec.decode(codec.encode({ _: 'ping', ping_id: value })).ping_id).toBe(BigInt(value));
    }
  });

  it('says which field is missing', () => {
    expect(() => codec.encode({ _: 'pong', msg_id: 1 })).toThrow('pong needs ping_id');
    expect(() => codec.encode({ _: 'nonsense' })).toThrow('nonsense');
  });
});
