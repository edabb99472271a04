import type { SignInWay } from './sign-in-flow.ts';

/** A question that is open: enough to be asked it again after the page was loaded anew, and nothing secret. */
export interface KeptSignIn {
  readonly signInId: string;
  readonly way: SignInWay;
  /** The last two digits of the number the code was asked for; null by QR code. */
  readonly numberEnd: string | null;
}

export interface SignInMemory {
  read(): KeptSignIn | null;
  keep(kept: KeptSignIn): void;
  forget(): void;
}

const name = 'tidings.sign-in';

/** Keeps it for this tab alone, as long as the tab is open. */
export function memoryIn(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): SignInMemory {
  return {
    read: () => parseKept(storage.getItem(name)),
    keep: (kept) => storage.setItem(name, JSON.stringify(kept)),
    forget: () => storage.removeItem(name),
  };
}

/** Null for whatever was not written by `keep`. */
export function parseKept(text: string | null): KeptSignIn | null {
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return null;
    if (!('signInId' in kept && 'way' in kept && 'numberEnd' in kept)) return null;
    const { signInId, way, numberEnd } = kept;
    if (typeof signInId !== 'string' || (way !== 'qr' && way !== 'phone')) return null;
    return { signInId, way, numberEnd: typeof numberEnd === 'string' ? numberEnd : null };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The last two digits of a phone number; null where there are none. */
export function endOf(phone: string): string | null {
  return /\d\d$/.exec(phone.replace(/\D/g, ''))?.[0] ?? null;
}
