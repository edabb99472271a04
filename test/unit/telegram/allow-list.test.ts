import { describe, expect, it } from 'vitest';
import { allowedMethods, assertReadOnly, telegramName } from '../../../electron/telegram/allow-list.ts';
import { loadLibrary } from '../../../electron/telegram/library.ts';

const { Api } = loadLibrary();

/** Every request class of the client library, by class name. */
function everyMethod(): string[] {
  const names: string[] = [];
  const visit = (holder: object): void => {
    for (const value of Object.values(holder)) {
      if (typeof value === 'function' && 'classType' in value && value.classType === 'request') {
        names.push(String(Reflect.get(value, 'className')));
      } else if (typeof value === 'object' && value !== null) visit(value);
    }
  };
  visit(Api);
  return names;
}

describe('the list of methods', () => {
  it('lets nothing through but what reads, signs in and signs out', () => {
    const methods = everyMethod();
    expect(methods.length).toBeGreaterThan(600);
    const let_through = methods.filter((className) => {
      try {
        assertReadOnly({ className } as never);
        return true;
      } catch {
        return false;
      }
    });
    expect(let_through.toSorted()).toEqual([...allowedMethods].toSorted());
    for (const name of let_through) {
      expect(name).toMatch(
        /^(help|auth|account\.GetPassword|users|messages\.(Get|Check)|channels\.Get|contacts\.Resolve|updates\.Get|upload\.Get)/,
      );
    }
  });

  it.each([
    new Api.messages.ReadHistory({}),
    new Api.channels.JoinChannel({}),
    new Api.messages.SendMessage({}),
    new Api.channels.ReadHistory({}),
    new Api.account.UpdateStatus({ offline: false }),
  ])('refuses $className', (request) => {
    expect(() => assertReadOnly(request)).toThrow('Tidings only reads');
  });

  it('refuses to raise the view counters it reads', () => {
    expect(() => assertReadOnly(new Api.messages.GetMessagesViews({ increment: true, id: [] }))).toThrow(
      'would raise the view counters',
    );
    expect(() =>
      assertReadOnly(new Api.messages.GetMessagesViews({ increment: false, id: [] })),
    ).not.toThrow();
  });

  it('names methods as Telegram does', () => {
    expect(telegramName('messages.GetHistory')).toBe('messages.getHistory');
    expect(telegramName('InvokeWithLayer')).toBe('invokeWithLayer');
  });
});
