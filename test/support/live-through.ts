import type { Store } from '../../electron/ports/store.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { Run } from '../../shared/domain.ts';
import { checkAuditLog } from './audit-oracle.ts';
import { createWitness } from './day-witness.ts';
import { FloodOracle } from './flood-oracle.ts';
import { ScheduleOracle } from './schedule-oracle.ts';
import type { Day, Step } from './simulated-day.ts';
import { createSimulatedMachine } from './simulated-machine.ts';
import { createSimulatedProcess, type SimulatedProcess } from './simulated-process.ts';
import { createSimulatedTelegram } from './simulated-telegram.ts';

const startAt = Date.UTC(2026, 10, 24, 6);
const dayMs = 24 * 3600_000;
/** A day of more runs than this has shown what it can. */
const enoughRuns = 60;

export interface LivedDay {
  readonly violations: readonly string[];
  /** Every start: wall clock and trigger. */
  readonly starts: readonly { readonly at: number; readonly trigger: Run['trigger'] }[];
}

/** Lives a day with the real scheduler, collector and database, and watches whether every rule is held. */
export async function liveThrough(day: Day, trace?: (line: string) => void): Promise<LivedDay> {
  const note = (line: string): void => trace?.(`${new Date(machine.wall()).toISOString()} ${line}`);
  const log = {
    info: note,
    warn: note,
    error: (line: string, error?: unknown) => note(`${line} ${String(error)}`),
  };
  const machine = createSimulatedMachine({
    startAt,
    sleepIsCounted: day.sleepIsCounted,
    onRest: () => witness.atRest(),
  });
  const oracle = new ScheduleOracle(day.settings, { wall: machine.wall, lookMs: day.lookMs, note });
  const { store } = await openStore({ file: ':memory:', log, now: machine.wall });
  const token = await furnish(store, day);
  const turns = { latency: 0, dice: 0 };
  const floods = new FloodOracle(machine);
  const processes: SimulatedProcess[] = [];
  const witness = createWitness({ day, machine, oracle, floods, store, note, holderOf: () => holderOf() });

  const telegram = createSimulatedTelegram({
    latency: () => day.latencies[turns.latency++ % day.latencies.length] ?? 1000,
    onRequest: witness.onRequest,
    onFlood: (life, accountId, waitMs) => {
      floods.answered(life, accountId, waitMs);
      // Kept by nobody, it is still known to the process that was told, should that one hold the lease again.
      if (holderOf()?.life !== life) oracle.floodSeen();
    },
    onFloodKept: (life, accountId) => {
      if (holderOf()?.life === life) floods.leftWord(accountId);
    },
  });

  /** Of those that believe to hold the lease, the one that took it last. */
  const holderOf = (): SimulatedProcess | null => {
    const believers = processes.filter(({ state }) => state().lease.kind === 'holding');
    const tokenOf = ({ lease }: SimulatedProcess): number => lease.current()?.token ?? 0;
    const holder = believers.sort((one, other) => tokenOf(other) - tokenOf(one))[0];
    return holder?.life.alive === true && !holder.life.frozen ? holder : null;
  };
  const livingOf = (): readonly SimulatedProcess[] => processes.filter(({ life }) => life.alive);

  async function startProcess(): Promise<void> {
    const process = createSimulatedProcess({
      machine,
      telegram,
      store,
      pid: processes.length + 2,
      lookMs: day.lookMs,
      random: () => day.dice[turns.dice++ % day.dice.length] ?? 0,
      isAlive: (pid) => processes.some(({ life }) => life.pid === pid && life.alive),
      onPublish: witness.onPublish,
      onKilled: witness.killed,
      observe: witness.observe,
      log,
      ...(day.waitsForNetwork ? { network: networkOf(() => process) } : {}),
    });
    processes.push(process);
    process.scheduler.noteBattery(oracle.onBattery);
    process.scheduler.start().catch((error: unknown) => oracle.object(4, `a start failed: ${String(error)}`));
    await machine.settle();
  }

  const networkOf = (process: () => SimulatedProcess) => ({
    waitUntilOnline: (timeoutMs: number) =>
      new Promise<boolean>((resolve) => {
        if (telegram.online) resolve(true);
        else machine.clockFor(process().life).after(timeoutMs, () => resolve(telegram.online));
      }),
  });

  /** Asks something of a process that may die over it: null when it did. */
  async function ask<Answer>(process: SimulatedProcess, question: Promise<Answer>): Promise<Answer | null> {
    let answer: Answer | null = null;
    question.then(
      (given) => {
        answer = given;
      },
      (error: unknown) => {
        if (process.life.alive) oracle.object(1, `a request to the holder failed: ${String(error)}`);
      },
    );
    await new Promise((resolve) => setImmediate(resolve));
    if (answer === null && process.life.alive) oracle.object(1, 'a request was never answered');
    return answer;
  }

  async function collectNow(process: SimulatedProcess): Promise<void> {
    const isRunning = process.state().run !== null;
    oracle.manualAsked();
    const answer = await ask(process, process.scheduler.collectNow());
    if (answer?.accepted === true && isRunning) oracle.object(7, 'a second run was accepted');
    if (answer?.accepted === false && !isRunning && !oracle.obstructed) {
      oracle.object(7, `a run was refused: ${answer.reason}`);
    }
  }

  async function changeWorld(process: SimulatedProcess, change: () => Promise<void>): Promise<void> {
    await ask(
      process,
      change().then(() => true),
    );
    await witness.lookForObstacle();
  }

  async function perform(step: Step): Promise<void> {
    if (livingOf().length === 0 || (step.do === 'start' && livingOf().length < 2)) await startProcess();
    const holder = holderOf();
    switch (step.do) {
      case 'sleep': {
        const noted = step.noted || day.sleepIsCounted;
        for (const { scheduler } of noted ? livingOf() : []) scheduler.noteSuspend();
        machine.sleep(step.ms);
        floods.slept(step.ms);
        oracle.broke();
        for (const { scheduler } of noted ? livingOf() : []) scheduler.noteResume();
        return;
      }
      case 'jump':
        oracle.clockIsAboutToBeSet();
        machine.jump(step.ms);
        floods.clockSet(step.ms);
        oracle.clockSet();
        witness.clockSet();
        for (const { scheduler } of step.noted ? livingOf() : []) scheduler.noteResume();
        return;
      case 'network':
        telegram.online = step.on;
        return;
      case 'flood':
        telegram.nextFlood.set(step.accountId, step.ms);
        return;
      case 'fail':
        if (!telegram.failingChannels.delete(step.channelId)) telegram.failingChannels.add(step.channelId);
        return;
      case 'revoke':
        telegram.revokedAccounts.add(1);
        return;
      case 'wait':
      case 'start':
        return;
    }
    if (holder === null) return;
    await performOn(holder, step);
  }

  const keptPause = async (): Promise<string> => JSON.stringify((await store.schedule.read())?.pause ?? null);

  async function performOn(holder: SimulatedProcess, step: Step): Promise<void> {
    const { scheduler } = holder;
    switch (step.do) {
      case 'collect':
        return collectNow(holder);
      case 'stop':
        scheduler.stopRun();
        return;
      case 'pause': {
        const before = await keptPause();
        const pausing = scheduler.pause(step.request).then(() => true);
        const done = await ask(holder, pausing);
        const pause = await keptPause();
        if (done !== null && pause === 'null') oracle.object(8, 'a pause was accepted and not kept');
        // Killed over it, the process may have kept it all the same.
        if (pause !== before) oracle.pausedUntil(expectedPauseEnd(step.request, machine.wall()));
        return;
      }
      case 'resume': {
        const done = await ask(holder, scheduler.resume());
        const pause = await keptPause();
        if (done !== null && pause !== 'null') oracle.object(8, 'a pause was ended and is still kept');
        if (pause === 'null') oracle.resumed();
        return;
      }
      case 'settings': {
        const settings = await ask(
          holder,
          scheduler.changeSettings(step.change).catch(() => oracle.settings),
        );
        if (settings === null) oracle.settingsInDoubt(await store.settings.read());
        else oracle.settingsChanged(settings);
        // Reckoned from an end that a clock set back has put into the future, the wait may begin anew.
        witness.waitsAnew();
        return;
      }
      case 'battery':
        if (oracle.onBattery === step.on) return;
        for (const process of livingOf()) process.scheduler.noteBattery(step.on);
        oracle.batteryChanged(step.on);
        witness.waitsAnew();
        return;
      case 'channels':
        return changeWorld(holder, async () => {
          const writer = holder.lease.current()?.writer;
          for (let id = 1; id <= day.channels; id += 1)
            await writer?.channels.change([id], { enabled: step.on });
          await scheduler.channelsChanged();
        });
      case 'sign-in':
        telegram.revokedAccounts.clear();
        return changeWorld(holder, async () => {
          for (let id = 1; id <= day.accounts; id += 1) {
            await holder.lease.current()?.writer.accounts.signedIn(accountOf(id), machine.wall());
          }
          await scheduler.accountsChanged();
        });
      case 'kill':
        if (step.halfCalls === 0) holder.kill();
        else holder.killAfter(step.halfCalls);
        return;
      case 'freeze':
        if (step.amidRun) {
          if (livingOf().length < 2) await startProcess();
          await collectNow(holder);
          await machine.advance(20);
        }
        holder.life.frozen = true;
        await machine.advance(step.ms);
        holder.life.frozen = false;
        witness.frozen(holder, step.ms);
        oracle.broke();
        return;
      case 'quit': {
        let ended = false;
        void holder.quit().then(() => {
          ended = true;
        });
        await machine.advance(5_001, () => ended || !holder.life.alive);
        if (!ended && holder.life.alive) oracle.object(15, 'a shutdown took longer than its deadline');
        return;
      }
    }
  }

  /** Ends the process and starts another, at the first moment without a run within `ms`. */
  async function restart(ms: number): Promise<{ spentMs: number }> {
    const since = machine.monotonic();
    const isIdle = (): boolean => holderOf()?.state().run === null;
    if (!isIdle()) await machine.advance(ms, isIdle);
    if (isIdle()) {
      await holderOf()?.quit();
      await startProcess();
    }
    return { spentMs: machine.monotonic() - since };
  }

  await token.release();
  await startProcess();
  for (const [index, step] of day.steps.entries()) {
    const restarts = day.restartEvery !== undefined && index > 0 && index % day.restartEvery === 0;
    const { spentMs } = restarts ? await restart(step.gapMs) : { spentMs: 0 };
    await machine.advance(step.gapMs - spentMs);
    note(JSON.stringify(step));
    await perform(step);
    await machine.settle();
    if (oracle.violations.length > 0 || witness.starts.length > enoughRuns) break;
  }
  if (witness.starts.length <= enoughRuns)
    await machine.advance(Math.max(0, Math.min(dayMs - machine.monotonic(), 8 * 3600_000)));
  for (const objection of await checkAuditLog(store, witness.counted())) oracle.object(11, objection);
  await store.close();
  return { violations: oracle.violations, starts: witness.starts };
}

function expectedPauseEnd(request: Extract<Step, { do: 'pause' }>['request'], now: number): number | null {
  if (request.kind === 'until-resumed') return null;
  if (request.kind === 'for') return now + request.durationMs;
  // These days are lived in UTC.
  return (Math.floor(now / dayMs) + 1) * dayMs + 9 * 3600_000;
}

const accountOf = (id: number) => ({ id, name: `Account ${id}`, username: null, maskedPhone: '+** 11' });

async function furnish(store: Store, day: Day) {
  const taking = await store.takeLease({ host: 'here', boot: 'now', pid: 1 }, startAt, null);
  if (!taking.taken) throw new Error('A new database has no holder.');
  const { writer } = taking.lease;
  await writer.settings.write(day.settings, startAt);
  for (let account = 1; account <= day.accounts; account += 1) {
    await writer.accounts.signedIn(accountOf(account), startAt);
    for (let channel = 1; channel <= day.channels; channel += 1) {
      await writer.channels.add(
        {
          channelId: channel,
          accessHash: '1',
          title: `Channel ${channel}`,
          username: null,
          subscribers: null,
        },
        account,
        { limit: 50, at: startAt },
      );
    }
  }
  return taking.lease;
}
