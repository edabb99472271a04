import { describe, expect, it } from 'vitest';
import { decodeSession, encodeSession } from '../../../electron/telegram/session.ts';

const session = { dataCentre: 4, authKey: Buffer.alloc(256, 0xa7) };

describe('a saved sign-in', () => {
  it('is read back as it was written, in one line of text', () => {
    const text = encodeSession(session);
    expect(text).toMatch(/^tidings-session-1\.[\w-]+$/);
    expect(decodeSession(text)).toEqual(session);
  });

  it.each([
    ['empty', ''],
    ['another client’s', `1${'A'.repeat(300)}`],
    ['of a version to come', encodeSession(session).replace('-1.', '-2.')],
    ['cut short', encodeSession(session).slice(0, 60)],
    ['without a key', `tidings-session-1.${Buffer.from('{"dataCentre":2}').toString('base64url')}`],
  ])('is not taken from text that is none: %s', (_, text) => {
    expect(decodeSession(text)).toBeNull();
  });
});
