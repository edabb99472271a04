import type { Run, Settings } from '../../shared/domain.ts';

/**
 * What the rules of scheduling expect of a day, reckoned from what was done to the scheduler and written from
 * the rules, not from the code. It holds a window in which the next run may start by itself, and objects.
 */

const settleMs = 10_000;

export interface OracleFacts {
  readonly wall: () => number;
  readonly lookMs: number;
  readonly note: (line: string) => void;
}

interface Window {
  from: number;
  to: number;
}

type Basis = 'first' | 'policy' | 'retry' | 'free';

export class ScheduleOracle {
  readonly violations: string[] = [];
  settings: Settings;
  onBattery = false;
  /** What stands in the way of every run: no account, no channel. */
  obstructed = false;
  /** Every account is asked to wait longer than a run would. */
  flooded: () => boolean = () => false;
  #due: Window | null;
  #basis: Basis = 'first';
  #last: { readonly endedAt: number; readonly durationMs: number } | null = null;
  #failures = 0;
  /** A break since the last catch-up: the only thing that earns another. */
  #broken = true;
  #launched = false;
  /** Something since the last end makes a late start right. */
  #disturbed = true;
  #pause: { from: number; readonly lengthMs: number } | null = null;
  #resumed = false;
  #manualAsked = false;
  #clockWasSet = false;
  readonly #facts: OracleFacts;

  constructor(settings: Settings, facts: OracleFacts) {
    this.settings = settings;
    this.#facts = facts;
    this.#due = { from: facts.wall(), to: facts.wall() };
  }

  object(rule: number, message: string): void {
    this.violations.push(`Rule ${rule}: ${message}`);
    this.#facts.note(`AGAINST RULE ${rule}: ${message}`);
  }

  /** The longest pause the rules allow between two starts by themselves while nothing is in the way. */
  longestWaitMs(): number {
    const { intervalMs, cooldownMs } = this.#rhythm();
    return Math.max(intervalMs, cooldownMs) * 1.1 + this.#facts.lookMs + settleMs;
  }

  paused(): boolean {
    return this.#pause !== null && this.#facts.wall() < this.#pause.from;
  }

  manualAsked(): void {
    this.#manualAsked = true;
  }

  runStarted(run: Run): void {
    const { wall } = this.#facts;
    const at = wall();
    if (run.startedAt !== at) this.object(4, `run ${run.id} says it started at another time than it did`);
    if (run.trigger === 'manual') {
      if (!this.#manualAsked) this.object(7, 'a manual run started that nobody had asked for');
      this.#manualAsked = false;
      return;
    }
    if (this.paused()) this.object(8, `a ${run.trigger} run started by itself while paused`);
    if (this.#pause !== null) this.resumed();
    if (this.obstructed) this.object(9, `a ${run.trigger} run started although nothing could be collected`);
    if (this.flooded()) this.object(10, `a ${run.trigger} run started although every account must wait`);
    const due = this.#due;
    if (due === null) {
      this.object(9, `a ${run.trigger} run started without a due time`);
      return;
    }
    const early = due.from - at;
    const earliest = run.trigger === 'catch-up' ? -settleMs : 0;
    // A startup run that was slept, paused or waited through is made up for, due by policy or not.
    const byPolicy = run.trigger === 'schedule' || run.trigger === 'retry';
    const byLaunch = this.#launched && (!byPolicy || this.#basis === 'free');
    if (!byLaunch && early > earliest) {
      this.object(run.trigger === 'retry' ? 9 : 4, `a ${run.trigger} run started ${early} ms too early`);
    }
    switch (run.trigger) {
      case 'schedule':
      case 'retry': {
        const retry = this.#basis === 'retry';
        if (this.#basis !== 'free' && retry !== (run.trigger === 'retry')) {
          this.object(9, `a ${run.trigger} run started after ${retry ? 'a' : 'no'} failure of the network`);
        }
        const lateMs = at - due.to;
        if (this.#basis === 'free' || this.#basis === 'first') break;
        if (!this.#disturbed && lateMs > 1) this.object(4, `a ${run.trigger} run started ${lateMs} ms late`);
        if (lateMs > this.#facts.lookMs + 1)
          this.object(4, `a run ${lateMs} ms overdue started as ${run.trigger}, not as catch-up`);
        break;
      }
      case 'catch-up':
        if (!this.#broken) this.object(6, 'a second catch-up run started after one break');
        this.#broken = false;
        break;
      case 'startup':
        if (!this.#launched) this.object(4, 'a startup run started without a launch');
        if (this.#last !== null && !this.#clockWasSet) {
          const restedMs = at - this.#last.endedAt;
          if (restedMs < this.settings.cooldownMs)
            this.object(4, 'a startup run started within the cooldown');
        }
        break;
      case 'resume':
        if (!this.#resumed) this.object(8, 'a resume run started without the end of a pause');
        this.#resumed = false;
        break;
    }
  }

  /** An interrupted run gets its end only when the next process repairs the record. */
  runEnded(run: Run, networkFailed: boolean): void {
    const at = this.#facts.wall();
    const { endedAt, durationMs } = run;
    if (endedAt === null || durationMs === null) {
      this.object(4, `run ${run.id} has no end`);
      return;
    }
    if (durationMs < 0) this.object(3, `run ${run.id} took less than no time`);
    this.#last = { endedAt, durationMs };
    this.#launched = false;
    this.#failures = networkFailed ? this.#failures + 1 : 0;
    this.#basis = networkFailed ? 'retry' : 'policy';
    const interrupted = run.status === 'interrupted';
    this.#disturbed = interrupted;
    this.#broken = interrupted;
    this.#clockWasSet = interrupted;
    this.#resumed = false;
    const due = this.#windowAfter(endedAt);
    this.#due = { from: Math.min(due.from, at + this.#waitMs()), to: due.to };
    if (this.obstructed) this.#due = null;
    else if (this.flooded()) this.floodSeen();
  }

  /** Where every account must wait, the next run comes no sooner than by policy, and later by nobody's fault. */
  floodSeen(): void {
    this.#basis = 'free';
  }

  settingsChanged(settings: Settings, now = this.#facts.wall()): void {
    this.settings = settings;
    if (this.#due === null || this.#last === null) return;
    const rhythm = this.#windowAfter(this.#last.endedAt);
    const waitMs = this.#waitMs();
    const from = Math.max(now, Math.min(rhythm.from, now + waitMs));
    const to = Math.max(now, Math.min(rhythm.to, now + waitMs * 1.1));
    const pending = this.#broken || this.#resumed || this.#basis === 'free';
    this.#due = pending
      ? { from: Math.min(from, this.#due.from), to: Math.max(to, this.#due.to) }
      : { from, to };
  }

  /** Killed over a change of settings, a process may have kept it or not: the next reckons by what it finds. */
  settingsInDoubt(settings: Settings): void {
    this.#disturbed = true;
    if (this.#basis === 'retry') this.#broken = true;
    this.settingsChanged(settings);
  }

  batteryChanged(onBattery: boolean): void {
    this.onBattery = onBattery;
    if (this.settings.quietOnBattery) this.settingsChanged(this.settings);
  }

  pausedUntil(until: number | null): void {
    const at = this.#facts.wall();
    this.#pause = { from: until ?? Number.POSITIVE_INFINITY, lengthMs: (until ?? 0) - at };
  }

  resumed(): void {
    this.#pause = null;
    this.#resumed = true;
  }

  /** The machine slept, its clock was set, or a process started, took over or went on. */
  broke(): void {
    this.#broken = true;
    this.#disturbed = true;
  }

  /** What is overdue and about to be caught up with stays so, whatever the clock says next; a pause stays over. */
  clockIsAboutToBeSet(): void {
    if (this.#pause !== null && !this.paused()) this.#pause.from = Number.NEGATIVE_INFINITY;
    if (this.#due !== null && this.#facts.wall() >= this.#due.from) this.#due.from = Number.NEGATIVE_INFINITY;
  }

  clockSet(): void {
    this.broke();
    this.#clockWasSet = true;
    const at = this.#facts.wall();
    if (this.#due !== null) this.#due.from = Math.min(this.#due.from, at + this.#waitMs());
    const pause = this.#pause;
    if (pause !== null && Number.isFinite(pause.from)) {
      pause.from = Math.min(pause.from, at + pause.lengthMs);
    }
  }

  launched(): void {
    this.broke();
    this.#launched = this.settings.runAtLaunch;
  }

  obstacleAppeared(): void {
    this.obstructed = true;
    this.#due = null;
  }

  obstacleGone(): void {
    this.obstructed = false;
    const at = this.#facts.wall();
    this.#due = { from: at, to: at + this.settings.cooldownMs };
    this.#basis = 'free';
  }

  #rhythm() {
    const factor = this.onBattery && this.settings.quietOnBattery ? 3 : 1;
    return { ...this.settings, intervalMs: this.settings.intervalMs * factor };
  }

  /** The least wait the rules allow after the last end, without jitter. */
  #waitMs(): number {
    const { policy, intervalMs, cooldownMs } = this.#rhythm();
    if (this.#basis === 'retry') {
      return Math.max(cooldownMs, Math.min(intervalMs, 30_000 * 2 ** (this.#failures - 1)));
    }
    if (policy === 'fixed') return intervalMs;
    if (policy === 'continuous') return cooldownMs;
    const restMs = intervalMs - (this.#last?.durationMs ?? 0);
    return restMs > cooldownMs ? restMs : cooldownMs;
  }

  #windowAfter(endedAt: number): Window {
    const waitMs = this.#waitMs();
    return { from: endedAt + waitMs, to: endedAt + waitMs * (1 + this.settings.jitterPercent / 100) };
  }
}
