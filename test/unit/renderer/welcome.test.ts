import { expect, test } from 'vitest';
import { isWholeCode, tidyCode } from '../../../renderer/sign-in/code-entry.ts';
import { drawQr } from '../../../renderer/sign-in/qr-drawing.ts';
import { readPastedApplication } from '../../../renderer/welcome/api-paste.ts';
import { checkApplication } from '../../../renderer/welcome/application-form.ts';
import { signedInIds, signedInSince } from '../../../renderer/welcome/signed-in-elsewhere.ts';
import {
  partOf,
  stepNumber,
  type WelcomeFacts,
  welcomeParts,
  welcomeStep,
} from '../../../renderer/welcome/welcome-step.ts';
import type { VaultState } from '../../../shared/contract.ts';
import type { Account } from '../../../shared/domain.ts';

const hash = '0123456789abcdef0123456789abcdef';
const openVault: VaultState = { state: 'open', protectedBy: ['key-file'], sentence: 'Open.' };
const ada: Account = {
  id: 7,
  name: 'Ada',
  username: null,
  maskedPhone: '+•••••00',
  state: 'signed-in',
  signedOutReason: null,
  addedAt: 0,
};
const facts = (change: Partial<WelcomeFacts> = {}): WelcomeFacts => ({
  vault: openVault,
  apiId: 123,
  accounts: [],
  channels: 0,
  part: null,
  ...change,
});
const kindOf = (change: Partial<WelcomeFacts>) => welcomeStep(facts(change)).kind;

test.each([
  [`App api_id: 123456\nApp api_hash: ${hash}`, '123456'],
  [`App api_id:\n123456\nApp api_hash:\n${hash}\nApp title: Reader 2024\nShort name: reader`, '123456'],
  [`149.154.167.40:443 DC 2\nApi ID 42 and ${hash.toUpperCase()}`, '42'],
  [`123456 ${hash}`, '123456'],
  [`${hash}, 123456`, '123456'],
])('both are found in %j', (text, apiId) => {
  expect(readPastedApplication(text)).toEqual({ apiId, apiHash: hash });
});

test.each([['123456'], [hash], ['App title: Reader 2024'], [`149.154.167.40:443 DC 2 ${hash}`], ['']])(
  'half of it, or a number that may be anything, fills nothing: %j',
  (text) => {
    expect(readPastedApplication(text)).toBeNull();
  },
);

test('an api_id and api_hash are judged by field, in sentences', () => {
  expect(checkApplication({ apiId: ' 123456 ', apiHash: ` ${hash} ` })).toEqual({
    kind: 'application',
    application: { apiId: 123_456, apiHash: hash },
  });
  expect(checkApplication({ apiId: '12e3', apiHash: hash })).toEqual({
    kind: 'problems',
    problems: { apiId: 'Must be the number my.telegram.org shows.' },
  });
  expect(checkApplication({ apiId: '', apiHash: hash.slice(1) })).toEqual({
    kind: 'problems',
    problems: {
      apiId: 'Must be the number my.telegram.org shows.',
      apiHash: 'Must be 32 hexadecimal digits, as my.telegram.org shows it.',
    },
  });
});

test('what is missing comes first: passphrase, api_id, sign-in, channels', () => {
  const locked: VaultState = { ...openVault, state: 'locked' };
  expect(kindOf({ vault: locked, apiId: null })).toBe('vault');
  expect(kindOf({ vault: { ...openVault, state: 'unprotected' }, accounts: [ada] })).toBe('vault');
  expect(kindOf({ apiId: null })).toBe('application');
  expect(kindOf({})).toBe('sign-in');
  expect(kindOf({ accounts: [{ ...ada, state: 'signed-out' }] })).toBe('sign-in');
  expect(kindOf({ accounts: [ada] })).toBe('channels');
});

test('with channels there already, it is about another account, until that one is signed in', () => {
  expect(kindOf({ accounts: [ada], channels: 3 })).toBe('sign-in');
  const bob = { ...ada, id: 8, name: 'Bob' };
  expect(welcomeStep(facts({ accounts: [ada, bob], channels: 3, part: welcomeParts.channelsOf(8) }))).toEqual(
    { kind: 'channels', account: bob },
  );
  expect(kindOf({ accounts: [ada], channels: 3, part: welcomeParts.channelsOf(9) })).toBe('sign-in');
});

test('the place may ask for another account or another api_id', () => {
  expect(kindOf({ accounts: [ada], part: welcomeParts.anotherAccount })).toBe('sign-in');
  expect(kindOf({ part: welcomeParts.otherApplication })).toBe('application');
  expect(kindOf({ apiId: null, part: welcomeParts.anotherAccount })).toBe('application');
});

test('the three bars count api_id, sign-in and channels', () => {
  expect(stepNumber(welcomeStep(facts({ apiId: null })))).toBe(1);
  expect(stepNumber(welcomeStep(facts()))).toBe(2);
  expect(stepNumber(welcomeStep(facts({ accounts: [ada] })))).toBe(3);
});

test('a code in the app is whole with five digits; of any other nobody knows', () => {
  const inApp = 'in the chat named “Telegram”, in the Telegram app on a device';
  expect(isWholeCode('24680', inApp)).toBe(true);
  expect(isWholeCode('2468', inApp)).toBe(false);
  expect(isWholeCode('246801', inApp)).toBe(false);
  expect(isWholeCode('24680', 'by SMS to this number')).toBe(false);
});

test('spaces and dashes between digits are dropped, words are kept', () => {
  expect(tidyCode(' 246-80 ')).toBe('24680');
  expect(tidyCode('calm river')).toBe('calm river');
});

test('a QR code is drawn with its finder patterns inside four modules of white', () => {
  const { size, path } = drawQr('tg://login?token=AAAA');
  const modules = (size - 8 - 17) / 4;
  expect(Number.isInteger(modules)).toBe(true);
  expect(path.startsWith('M4 4h7v1h-7z')).toBe(true);
  const rows = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, length]) => ({
    from: Number(x),
    to: Number(x) + Number(length),
    y: Number(y),
  }));
  expect(Math.min(...rows.map(({ from }) => from))).toBe(4);
  expect(Math.max(...rows.map(({ to }) => to))).toBe(size - 4);
  expect(Math.min(...rows.map(({ y }) => y))).toBe(4);
  expect(Math.max(...rows.map(({ y }) => y))).toBe(size - 5);
});

test('the place keeps a step that others could lead away from', () => {
  const kept = (change: Partial<WelcomeFacts>) => partOf(welcomeStep(facts(change)));
  expect(kept({ apiId: null })).toBe(welcomeParts.otherApplication);
  expect(kept({})).toBe(welcomeParts.anotherAccount);
  expect(kept({ accounts: [ada] })).toBeNull();
  expect(kindOf({ accounts: [ada], part: kept({}) })).toBe('sign-in');
});

test('only who was signed in since, and not by this page, was signed in elsewhere', () => {
  const lost = { ...ada, id: 9, state: 'signed-out' as const };
  const before = signedInIds([ada, lost]);
  expect(before).toEqual([7]);
  expect(signedInSince(before, [ada, lost])).toEqual([]);
  const back = { ...lost, state: 'signed-in' as const };
  expect(signedInSince(before, [ada, back])).toEqual([back]);
});
