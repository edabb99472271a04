import { describe, expect, it } from 'vitest';
import { loadLibrary } from '../../../electron/telegram/library.ts';
import { deliveryWords, maskPhone, signInFailure } from '../../../electron/telegram/sign-in-words.ts';

const { Api } = loadLibrary();

describe('the words of a sign-in', () => {
  it('say that the code is in the Telegram app, where people do not look for it', () => {
    const words = deliveryWords(new Api.auth.SentCodeTypeApp({ length: 5 }));
    expect(words).toContain('in the Telegram app');
    expect(words).toContain('not by SMS');
    expect(deliveryWords(new Api.auth.SentCodeTypeSms({ length: 5 }))).toBe('by SMS to this number');
    expect(deliveryWords(new Api.auth.SentCodeTypeEmailCode({ emailPattern: 'a***@x.org', length: 6 }))).toBe(
      'by e-mail to a***@x.org',
    );
  });

  it('mask a number but for its last two digits', () => {
    expect(maskPhone('+44 20 7946 0012')).toBe('+••••••••••12');
    expect(maskPhone('')).toBe('');
  });

  it.each([
    ['PHONE_CODE_INVALID', 'wrong-code'],
    ['PHONE_CODE_EXPIRED', 'expired-code'],
    ['PASSWORD_HASH_INVALID', 'wrong-password'],
    ['PHONE_NUMBER_INVALID', 'wrong-phone'],
    ['PHONE_NUMBER_BANNED', 'wrong-phone'],
    ['API_ID_INVALID', 'wrong-api'],
    ['PHONE_NUMBER_FLOOD', 'refused'],
    ['PHONE_PASSWORD_FLOOD', 'refused'],
    ['AUTH_TOKEN_EXPIRED', 'expired-code'],
    ['AUTH_TOKEN_INVALID', 'expired-code'],
    ['AUTH_TOKEN_ALREADY_ACCEPTED', 'expired-code'],
    ['SRP_ID_INVALID', 'wrong-password'],
    ['SRP_PASSWORD_CHANGED', 'wrong-password'],
    ['SOMETHING_NEW', 'refused'],
  ])('know %s as %s', (code, kind) => {
    const failure = { kind: 'refused', code, message: 'Telegram refused.' } as const;
    expect(signInFailure({ failure, answer: { code, status: 400, number: null } }).kind).toBe(kind);
  });

  it.each(['PHONE_NUMBER_FLOOD', 'PHONE_PASSWORD_FLOOD'])('say what to do after %s', (code) => {
    const failure = { kind: 'refused', code, message: 'Telegram refused.' } as const;
    const { message } = signInFailure({ failure, answer: { code, status: 406, number: null } });
    expect(message).toContain('one too many. Try again tomorrow.');
  });
});
