import type { Clock } from '../ports/clock.ts';
import type { AccountGateway, FloodGate, GatewayResult, SignIn, TelegramGateway } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import { accountGate, accountGateway } from './account.ts';
import type { DataCentreConfig } from './data-centre-config.ts';
import { createDataCentres } from './data-centres.ts';
import { loadLibrary } from './library.ts';
import { defaultTiming, openLine, type Timing } from './line.ts';
import { createPacer, localPacing, type Pacing, telegramPacing } from './pacing.ts';
import { probe } from './probe.ts';
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
  const trials = new Set<Promise<GatewayResult<null>>>();
  const closing = new AbortController();

  function assertOpen(): void {
    if (closing.signal.aborted) throw new Error('The gateway to Telegram is closed.');
  }

  return {
    openAccount: (accountId, { session, proxy, ...credentials }) => {
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
              proxy,
              start: saved,
              gate: accountGate(accountId, floods, pacer),
            });
      const account = accountGateway(accountId, line, () => accounts.delete(accountId));
      accounts.set(accountId, account);
      return account;
    },
    beginSignIn: (credentials, proxy) => {
      assertOpen();
      const start = { dataCentre: dataCentres.first, authKey: null };
      const signIn = startSignIn({
        clock,
        timing,
        credentials,
        connect: (gate, listener) =>
          openLine({ clock, log, timing, dataCentres, credentials, proxy, start, gate, listener }),
        floods: signInFloods,
        log,
        onClosed: () => signIns.delete(signIn),
      });
      signIns.add(signIn);
      return signIn;
    },
    tryProxy: (proxy) => {
      assertOpen();
      const address = dataCentres.addressOf(dataCentres.first);
      if (address === null) throw new Error('The first data centre has an address.');
      const library = loadLibrary();
      dataCentres.trustKeys();
      const trial = probe(library, {
        clock,
        log,
        dataCentre: dataCentres.first,
        address,
        proxy,
        connectMs: timing.connectMs,
        requestMs: timing.requestMs,
        signal: closing.signal,
      }).finally(() => trials.delete(trial));
      trials.add(trial);
      return trial;
    },
    close: async () => {
      closing.abort();
      const open = [...accounts.values(), ...signIns].map((each) => each.close());
      await Promise.all([...open, ...trials]);
    },
  };
}
