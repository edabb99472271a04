import type { Api } from 'telegram';
import type { GatewayFailure, SignInFailure } from '../ports/gateway.ts';
import type { RpcAnswer } from './failures.ts';

const passwordChanged = {
  kind: 'wrong-password',
  message: 'The account’s two-step password was changed just now. Enter the one that holds.',
} as const;

const words: Readonly<Record<string, Exclude<SignInFailure, GatewayFailure>>> = {
  PHONE_CODE_INVALID: {
    kind: 'wrong-code',
    message: 'This is not the code Telegram sent. Check it and try again.',
  },
  PHONE_CODE_EMPTY: { kind: 'wrong-code', message: 'Enter the code Telegram sent.' },
  PHONE_CODE_EXPIRED: { kind: 'expired-code', message: 'This code has expired. Ask for a new one.' },
  PHONE_CODE_HASH_EMPTY: { kind: 'expired-code', message: 'This code has expired. Ask for a new one.' },
  AUTH_TOKEN_EXPIRED: {
    kind: 'expired-code',
    message: 'This QR code had expired before the sign-in was complete. Show a new one and scan that.',
  },
  AUTH_TOKEN_INVALID: {
    kind: 'expired-code',
    message: 'Telegram does not know this QR code any more. Show a new one and scan that.',
  },
  AUTH_TOKEN_ALREADY_ACCEPTED: {
    kind: 'expired-code',
    message: 'This QR code has signed in once already. Show a new one and scan that.',
  },
  SRP_ID_INVALID: passwordChanged,
  SRP_PASSWORD_CHANGED: passwordChanged,
  PASSWORD_HASH_INVALID: {
    kind: 'wrong-password',
    message: 'This is not the account’s two-step password. Check it and try again.',
  },
  PHONE_NUMBER_INVALID: {
    kind: 'wrong-phone',
    message: 'This is not a phone number. Write it with its country code, such as +44 20 7946 0000.',
  },
  PHONE_NUMBER_UNOCCUPIED: {
    kind: 'wrong-phone',
    message: 'There is no account with this number. Create one in an official app first.',
  },
  PHONE_NUMBER_BANNED: { kind: 'wrong-phone', message: 'Telegram has banned this number.' },
  API_ID_INVALID: {
    kind: 'wrong-api',
    message: 'Telegram does not know this api_id with this api_hash. Copy both again from my.telegram.org.',
  },
  API_ID_PUBLISHED_FLOOD: {
    kind: 'wrong-api',
    message: 'This api_id has been published and Telegram blocks it. Make your own at my.telegram.org.',
  },
};

const tooMany =
  'Telegram allows a few sign-ins a day for a number, and this was one too many. Try again tomorrow.';

/** What an answer means to the person signing in. */
export function signInFailure(answer: {
  readonly failure: GatewayFailure;
  readonly answer: RpcAnswer | null;
}): SignInFailure {
  const code = answer.answer?.code ?? '';
  if (code === 'PHONE_NUMBER_FLOOD' || code === 'PHONE_PASSWORD_FLOOD') {
    return { kind: 'refused', code, message: tooMany };
  }
  if (answer.failure.kind === 'signed-out' && !code.startsWith('USER_DEACTIVATED')) {
    return { kind: 'expired-code', message: 'This sign-in has lapsed. Ask for a new code.' };
  }
  return words[code] ?? answer.failure;
}

/** Where the code is. Mostly in Telegram itself, where people do not look for it. */
export function deliveryWords(type: Api.auth.TypeSentCodeType): string {
  switch (type.className) {
    case 'auth.SentCodeTypeApp':
      return 'in the chat named “Telegram”, in the Telegram app on a device that is signed in (not by SMS)';
    case 'auth.SentCodeTypeSms':
    case 'auth.SentCodeTypeFirebaseSms':
    case 'auth.SentCodeTypeSmsWord':
    case 'auth.SentCodeTypeSmsPhrase':
      return 'by SMS to this number';
    case 'auth.SentCodeTypeCall':
      return 'in a phone call to this number';
    case 'auth.SentCodeTypeFlashCall':
    case 'auth.SentCodeTypeMissedCall':
      return 'as the last digits of a number that calls this phone';
    case 'auth.SentCodeTypeEmailCode':
      return `by e-mail to ${type.emailPattern}`;
    case 'auth.SentCodeTypeFragmentSms':
      return 'on fragment.com, where this number belongs';
    default:
      return 'by Telegram';
  }
}

/** All but the last two digits masked. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits === '' ? '' : `+${'•'.repeat(Math.max(0, digits.length - 2))}${digits.slice(-2)}`;
}
