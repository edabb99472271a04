import { digitsOf } from './accounts.ts';

/** Which calls a fault strikes, and for how long. */
export interface FaultScope {
  /** The full name of a method (`messages.getHistory`), `ping`, or `*` for all methods but pings. */
  readonly method: string;
  /** Only calls of the account with this phone number. */
  readonly account?: string | undefined;
  /** Only calls about this channel, alone or among others: id, username or title. */
  readonly channel?: string | number | undefined;
  /** Ends after so many calls were struck; 1 for a flood, no end otherwise. */
  readonly calls?: number | undefined;
  /** Ends after so many seconds of the world's clock. */
  readonly forSeconds?: number | undefined;
}

/** Something that goes wrong on request. */
export type Fault = FaultScope &
  (
    | {
        /** FLOOD_WAIT: each struck call starts a wait, and calls during a wait are refused and counted. */
        readonly kind: 'flood';
        readonly seconds: number;
        /** The wait runs from now on, before any call. */
        readonly running?: boolean | undefined;
      }
    | { readonly kind: 'error'; readonly error: string; readonly code?: number | undefined }
    /** The call is never answered. */
    | { readonly kind: 'mute' }
    /** The connection closes instead of an answer. */
    | { readonly kind: 'drop' }
    | { readonly kind: 'reset' }
    /** A transport error (−404, −429, −444) instead of an answer. */
    | { readonly kind: 'transport'; readonly code: number }
    | { readonly kind: 'latency'; readonly delayMs: number }
    /** Pages of history hold at most so many rows. */
    | { readonly kind: 'short-page'; readonly rows: number }
  );

/** A call, as far as faults look at it. */
export interface FaultCall {
  readonly method: string;
  readonly phone: string | null;
  readonly channelIds: readonly number[];
  readonly now: number;
}

export type Strike =
  | { readonly kind: 'error'; readonly error: string; readonly code: number | null }
  | { readonly kind: 'mute' | 'drop' | 'reset' }
  | { readonly kind: 'transport'; readonly code: number };

/** What becomes of a call. */
export interface Verdict {
  readonly strike: Strike | null;
  readonly delayMs: number;
  readonly pageRows: number | null;
  /** The call ignored a wait that its client had been told of. */
  readonly isFloodViolation: boolean;
}

export interface Faults {
  add(fault: Fault, channelId: number | null, now: number): void;
  clear(): void;
  judge(call: FaultCall): Verdict;
}

/** The calls that a fault or a wait is for; null stands for all accounts, or all channels. */
interface Target {
  readonly method: string;
  readonly phone: string | null;
  readonly channelId: number | null;
}

interface ActiveFault extends Target {
  readonly fault: Fault;
  readonly endsAt: number;
  callsLeft: number;
}

interface Wait extends Target {
  readonly endsAt: number;
  /** Whether the client has been told. */
  isKnown: boolean;
}

export function createFaults(): Faults {
  let faults: ActiveFault[] = [];
  let waits: Wait[] = [];

  function add(fault: Fault, channelId: number | null, now: number): void {
    const phone = fault.account === undefined ? null : digitsOf(fault.account);
    const target: Target = { method: fault.method, phone, channelId };
    if (fault.kind === 'flood' && fault.running === true) {
      waits.push({ ...target, endsAt: now + fault.seconds * 1000, isKnown: false });
      return;
    }
    faults.push({
      ...target,
      fault,
      endsAt: fault.forSeconds === undefined ? Number.POSITIVE_INFINITY : now + fault.forSeconds * 1000,
      callsLeft: fault.calls ?? (fault.kind === 'flood' ? 1 : Number.POSITIVE_INFINITY),
    });
  }

  function refuse(wait: Wait, now: number): Strike {
    wait.isKnown = true;
    const seconds = Math.max(1, Math.ceil((wait.endsAt - now) / 1000));
    return { kind: 'error', error: `FLOOD_WAIT_${seconds}`, code: null };
  }

  function judge(call: FaultCall): Verdict {
    faults = faults.filter(({ callsLeft, endsAt }) => callsLeft > 0 && endsAt > call.now);
    waits = waits.filter(({ endsAt }) => endsAt > call.now);
    const struck = faults.filter((active) => isMeant(active, call));
    const wait = waits.find((each) => isMeant(each, call));
    const isFloodViolation = wait?.isKnown ?? false;
    let strike = wait === undefined ? null : refuse(wait, call.now);
    let delayMs = 0;
    let pageRows: number | null = null;
    for (const active of struck) {
      const { fault } = active;
      if (fault.kind === 'latency') delayMs = Math.max(delayMs, fault.delayMs);
      else if (fault.kind === 'short-page') pageRows = Math.min(pageRows ?? fault.rows, fault.rows);
      else if (strike === null) strike = strikeOf(active, call);
      else continue;
      active.callsLeft -= 1;
    }
    return { strike, delayMs, pageRows, isFloodViolation };
  }

  function strikeOf(active: ActiveFault, call: FaultCall): Strike {
    const { fault } = active;
    switch (fault.kind) {
      case 'flood': {
        const endsAt = call.now + fault.seconds * 1000;
        const { method, phone } = call;
        const wait: Wait = { method, phone, channelId: active.channelId, endsAt, isKnown: true };
        waits.push(wait);
        return refuse(wait, call.now);
      }
      case 'error':
        return { kind: 'error', error: fault.error, code: fault.code ?? null };
      case 'transport':
        return { kind: 'transport', code: fault.code };
      case 'mute':
      case 'drop':
      case 'reset':
        return { kind: fault.kind };
      default:
        throw new Error(`A fault of the kind ${fault.kind} strikes no call down.`);
    }
  }

  return {
    add,
    judge,
    clear() {
      faults = [];
      waits = [];
    },
  };
}

function isMeant({ method, phone, channelId }: Target, call: FaultCall): boolean {
  // `*` leaves pings alone: they belong to the connection, not to what is asked over it.
  if (method !== call.method && (method !== '*' || call.method === 'ping')) return false;
  return (
    (phone === null || phone === call.phone) && (channelId === null || call.channelIds.includes(channelId))
  );
}
