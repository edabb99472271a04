import type { SignInAnswer } from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import type { Account } from '../../shared/domain.ts';
import { messageOf } from '../state/asked.ts';
import type { Bridge } from '../wire.ts';
import { endOf, type SignInMemory } from './kept-sign-in.ts';

/** Which of the two ways in: a code for the phone's camera, or a code sent to the phone number. */
export type SignInWay = 'qr' | 'phone';

/** Where a sign-in is. Moments are on the screen's own monotonic clock, in milliseconds. */
export type SignInState =
  /** Nothing has been begun, or it was left. */
  | { readonly kind: 'resting' }
  /** The first answer of the way is awaited. */
  | { readonly kind: 'asking'; readonly way: SignInWay }
  /** The screen was cut off from Tidings: a QR code is asked for once it is connected again. */
  | { readonly kind: 'cut-off' }
  | {
      readonly kind: 'qr';
      readonly link: string;
      readonly expiresAt: number;
      readonly problem: string | null;
    }
  | {
      readonly kind: 'code';
      readonly sentTo: string;
      /** The last two digits of the number it was asked for; null where none was given. */
      readonly numberEnd: string | null;
      readonly problem: string | null;
      readonly underWay: boolean;
    }
  | {
      readonly kind: 'password';
      readonly hint: string | null;
      readonly problem: string | null;
      readonly underWay: boolean;
    }
  | { readonly kind: 'done'; readonly account: Account }
  | {
      readonly kind: 'failed';
      readonly way: SignInWay;
      readonly reason: string;
      /** Before this moment another try of the same is refused; null when it may be tried at once. */
      readonly retryAt: number | null;
      /** Nobody was asked: a proxy may help. */
      readonly unreachable: boolean;
      /** It had come as far as a code or a password: what is next is another code. */
      readonly afterQuestion: boolean;
    };

export interface SignInFlow {
  state(): SignInState;
  /** Returns its unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Asks again what was open before the page was loaded anew, else shows a QR code. Returns what leaves again: the sign-in under way is then cancelled. Can be opened anew. */
  open(): () => void;
  showQr(): void;
  /** Has a code sent to the number; does nothing while one is being asked for. */
  sendCode(phone: string): void;
  /** Does nothing unless a code is asked for and none is being checked. */
  submitCode(code: string): void;
  submitPassword(password: string): void;
}

interface Attempt {
  readonly way: SignInWay;
  readonly numberEnd: string | null;
  signInId: string | null;
  /** Given up: whatever it still answers is cancelled, not shown. */
  over: boolean;
}

/**
 * Walks one person through one sign-in at a time over the contract. Whatever was begun and is not gone on with is
 * cancelled, also when its first answer comes after it was left. `monotonic` reads the screen's own clock; `memory`
 * outlives a reload.
 */
export function createSignInFlow(
  bridge: Pick<Bridge, 'request' | 'connection' | 'onConnection'>,
  monotonic: () => number,
  memory: SignInMemory = noMemory,
): SignInFlow {
  const listeners = new Set<() => void>();
  let state: SignInState = { kind: 'resting' };
  let attempt: Attempt | null = null;
  let opened = 0;
  let isOpen = false;

  function show(next: SignInState): void {
    state = next;
    if (isQuestion(next) && attempt !== null && attempt.signInId !== null) {
      const { signInId, way, numberEnd } = attempt;
      memory.keep({ signInId, way, numberEnd });
    } else if (next.kind !== 'asking') memory.forget();
    for (const listener of listeners) listener();
  }

  function giveUp(): void {
    const former = attempt;
    attempt = null;
    if (former === null) return;
    former.over = true;
    if (former.signInId !== null) cancel(former.signInId);
  }

  function cancel(signInId: string): void {
    // Not reached: the other side gives up by itself what nobody goes on with.
    bridge.request('signin.cancel', { signInId }).catch(() => undefined);
  }

  function begin(
    way: SignInWay,
    ask: () => Promise<SignInAnswer>,
    known: Partial<Pick<Attempt, 'signInId' | 'numberEnd'>> = {},
  ): void {
    giveUp();
    const mine: Attempt = { way, numberEnd: null, signInId: null, over: false, ...known };
    attempt = mine;
    show({ kind: 'asking', way });
    void follow(mine, ask);
  }

  function beginOrGoOn(): void {
    const kept = memory.read();
    if (kept === null) showQr();
    else {
      const { signInId, way, numberEnd } = kept;
      begin(way, () => bridge.request('signin.next', { signInId }), { signInId, numberEnd });
    }
  }

  /** Shows what is answered, and goes on waiting for as long as it is a QR code that waits to be scanned. */
  async function follow(mine: Attempt, ask: () => Promise<SignInAnswer>): Promise<void> {
    let answer = await answered(mine, ask);
    while (answer !== null) {
      if ('signInId' in answer) mine.signInId = answer.signInId;
      else attempt = null;
      show(stateOf(answer, mine, state, monotonic()));
      if (answer.step !== 'qr') return;
      const { signInId } = answer;
      answer = await answered(mine, () => bridge.request('signin.next', { signInId }));
    }
  }

  /** Null where there is nothing to go on with: it failed, or was given up in the meantime. */
  async function answered(mine: Attempt, ask: () => Promise<SignInAnswer>): Promise<SignInAnswer | null> {
    try {
      const answer = await ask();
      if (!mine.over) return answer;
      cameTooLate(mine, answer);
    } catch (error) {
      if (!mine.over) notAnswered(mine, error);
    }
    return null;
  }

  function cameTooLate(mine: Attempt, answer: SignInAnswer): void {
    if ('signInId' in answer && mine.signInId !== answer.signInId) cancel(answer.signInId);
    // Scanned in the moment it was put away: the account is signed in all the same.
    if (answer.step !== 'done' || !isOpen) return;
    giveUp();
    show(stateOf(answer, mine, state, monotonic()));
  }

  function notAnswered(mine: Attempt, error: unknown): void {
    const reason = messageOf(error);
    const cut = error instanceof RequestError && error.code === 'not-connected';
    if (cut && isQuestion(state)) {
      show({ ...state, problem: reason, underWay: false });
    } else if (cut && mine.way === 'qr') {
      // Its id is kept: it can be cancelled once there is a connection again.
      show({ kind: 'cut-off' });
    } else {
      attempt = null;
      const afterQuestion = isQuestion(state);
      show({ kind: 'failed', way: mine.way, reason, retryAt: null, unreachable: false, afterQuestion });
    }
  }

  function goOn(ask: (signInId: string) => Promise<SignInAnswer>): void {
    const mine = attempt;
    if (mine === null || mine.signInId === null) return;
    if (!isQuestion(state) || state.underWay) return;
    const { signInId } = mine;
    show({ ...state, problem: null, underWay: true });
    void follow(mine, () => ask(signInId));
  }

  const showQr = (): void => begin('qr', () => bridge.request('signin.qr', {}));

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open() {
      opened += 1;
      const mine = opened;
      isOpen = true;
      // React mounts twice in its strict mode, within one turn: that must not become two sign-ins.
      queueMicrotask(() => {
        if (isOpen && mine === opened) beginOrGoOn();
      });
      const unsubscribe = bridge.onConnection(({ kind }) => {
        if (kind === 'connected' && state.kind === 'cut-off') showQr();
      });
      return () => {
        unsubscribe();
        if (mine !== opened) return;
        isOpen = false;
        giveUp();
        show({ kind: 'resting' });
      };
    },
    showQr,
    sendCode(phone) {
      if (state.kind === 'asking' && state.way === 'phone') return;
      begin('phone', () => bridge.request('signin.begin', { phone }), { numberEnd: endOf(phone) });
    },
    submitCode(code) {
      if (state.kind === 'code') goOn((signInId) => bridge.request('signin.code', { signInId, code }));
    },
    submitPassword(password) {
      if (state.kind === 'password')
        goOn((signInId) => bridge.request('signin.password', { signInId, password }));
    },
  };
}

const noMemory: SignInMemory = { read: () => null, keep: () => undefined, forget: () => undefined };

function isQuestion(state: SignInState): state is Extract<SignInState, { kind: 'code' | 'password' }> {
  return state.kind === 'code' || state.kind === 'password';
}

function stateOf(
  answer: SignInAnswer,
  { way, numberEnd }: Pick<Attempt, 'way' | 'numberEnd'>,
  before: SignInState,
  now: number,
): SignInState {
  switch (answer.step) {
    case 'qr':
      return {
        kind: 'qr',
        link: answer.link,
        expiresAt: now + answer.expiresInMs,
        problem: answer.problem,
      };
    case 'code':
      return { kind: 'code', sentTo: answer.sentTo, numberEnd, problem: answer.problem, underWay: false };
    case 'password':
      return { kind: 'password', hint: answer.hint, problem: answer.problem, underWay: false };
    case 'done':
      return { kind: 'done', account: answer.account };
    case 'failed':
      return {
        kind: 'failed',
        way,
        reason: answer.reason,
        retryAt: answer.retryInMs === null ? null : now + answer.retryInMs,
        unreachable: answer.unreachable,
        afterQuestion: isQuestion(before),
      };
  }
}
