import type { Clock } from '../ports/clock.ts';
import type { AccountGateway, FloodGate, SignIn, TelegramGateway } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import { accountGate, accountGateway } from './account.ts';
import type { DataCentreConfig } from './data-centre-config.ts';
import { createDataCentres } from './data-centres.ts';
import { defaultTiming, openLine, type Timing } from './line.ts';
import { createPacer, localPacing, type Pacing, telegramPacing } from './pacing.ts';
import { decodeSession } from './session.ts';
import { startSignIn } from './sign-in.ts';
import { createSignInFloods } from './sign-in-floods.ts';

export interface TelegramGatewayOptions {
  readonly clock: Clock;
  readonly floods: FloodGate;
  readonly log: Log;
  /** Null: Telegram itself. */
  readonly dataCentre: DataCentreConfig | null;
  readonly timing?: Partial<Timing>;
  readonly pacing?: Pacing;
}

/**
 * Telegram through its client library, the only thing in the app that knows it. Cheap: nothing is loaded or
 * connected before the first request. Throws when this process already speaks to the other kind of data centre.
 */
export function createTelegramGateway(options: TelegramGatewayOptions): TelegramGateway {
  const { clock, log, floods } = options;
  const dataCentres = createDataCentres(options.dataCentre);
  const timing: Timing = { ...defaultTiming, ...options.timing };
  const pacer = createPacer(clock, options.pacing ?? (dataCentres.isLocal ? localPacing : telegramPacing));
  const signInFloods = createSignInFloods(clock);
  const accounts = new Map<number, AccountGateway>();
  const signIns = new Set<SignIn>();
  let closed = false;

  function assertOpen(): void {
    if (closed) throw new Error('The gateway to Telegram is closed.');
  }

  return {
    openAccount: (accountId, { session, ...credentials }) => {
      assertOpen();
      if (accounts.has(accountId)) {
        throw new Error(`Account ${accountId} is open already; a second connection could cost its sign-in.`);
      }
      const saved = decodeSession(session);
      const line =
        saved === null
          ? null
          : openLine({
              clock,
              log,
              timing,
              dataCentres,
              credentials,
              start: saved,
              gate: accountGate(accountId, floods, pacer),
            });
      const account = accountGateway(accountId, line, () => accounts.delete(accountId));
      accounts.set(accountId, account);
      return account;
    },
    beginSignIn: (credentials) => {
      assertOpen();
      const start = { dataCentre: dataCentres.first, authKey: null };
      const signIn = startSignIn({
        credentials,
        connect: (gate) => openLine({ clock, log, timing, dataCentres, credentials, start, gate }),
        floods: signInFloods,
        log,
        onClosed: () => signIns.delete(signIn),
      });
      signIns.add(signIn);
      return signIn;
    },
    close: async () => {
      closed = true;
      await Promise.all([...accounts.values(), ...signIns].map((open) => open.close()));
    },
  };
}
