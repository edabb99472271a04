import type { Settings } from '../../shared/domain.ts';
import { defaultSettings } from '../../shared/domain.ts';
import type { Rhythm, ScheduleMemory } from '../../shared/schedule.ts';
import { effectiveRhythm } from '../../shared/schedule.ts';
import type { SnapshotChange } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoreWriter } from '../ports/store.ts';
import { afterRhythmChange, afterRun, firstMemory, type RhythmNow, rhythmNow } from './memory.ts';

/** The memory and the settings it is reckoned with: in hand, in the database and on the screens. */
export interface ScheduleKeeper {
  memory(): ScheduleMemory;
  settings(): Settings;
  rhythm(): Rhythm;
  /** The rhythm with fresh dice. */
  drawRhythm(): RhythmNow;
  /** Reads both as they were kept, for showing. */
  read(): Promise<void>;
  /** The same for a new holder: what the last run's end means is reckoned if nobody got round to it. */
  restore(writer: StoreWriter): Promise<void>;
  /** Keeps a memory that is no longer the one at hand. */
  remember(writer: StoreWriter, memory: ScheduleMemory): Promise<void>;
  /** Holds a memory that is already kept, or cannot be. */
  adopt(memory: ScheduleMemory): void;
  changeSettings(writer: StoreWriter, settings: Settings): Promise<void>;
  /** False when that changes nothing. To be told before `restore`, if it is known then. */
  noteBattery(onBattery: boolean): boolean;
  /** Shows due time and pause again: after a jump of the clock the same due time is another countdown. */
  show(): void;
}

export interface ScheduleKeeperOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly publish: (change: SnapshotChange) => void;
  readonly random: () => number;
}

export function createScheduleKeeper({
  store,
  clock,
  publish,
  random,
}: ScheduleKeeperOptions): ScheduleKeeper {
  let settings: Settings = defaultSettings;
  let memory: ScheduleMemory = firstMemory(clock.now());
  let onBattery = false;

  function show(): void {
    const { dueAt, trigger, reason, pause } = memory;
    publish({ type: 'schedule', next: { dueAt, trigger, reason }, pause });
  }

  function adopt(next: ScheduleMemory): void {
    memory = next;
    show();
  }

  const drawRhythm = (): RhythmNow => rhythmNow(settings, onBattery, random());

  async function remember(writer: StoreWriter, next: ScheduleMemory): Promise<void> {
    if (next === memory) return;
    await writer.schedule.write(next);
    adopt(next);
  }

  async function read(): Promise<void> {
    settings = await store.settings.read();
    publish({ type: 'settings', settings });
    publish({ type: 'last-run', run: await store.runs.lastFinished() });
    adopt((await store.schedule.read()) ?? firstMemory(clock.now()));
  }

  /**
   * Killed between keeping new settings and keeping what they make of the due time: that is reckoned as of the
   * last end, so that what is overdue by now reads as overdue and is caught up with.
   */
  async function bringUpToDate(writer: StoreWriter): Promise<void> {
    const { reason, lastEndedAt, pause } = memory;
    if (reason.kind !== 'policy' || lastEndedAt === null) return;
    if (isSameRhythm(reason, effectiveRhythm(settings, onBattery))) return;
    const reckoned = afterRhythmChange({ ...memory, pause: null }, lastEndedAt, drawRhythm());
    await remember(writer, { ...reckoned, pause });
  }

  /** A run that ended without a word on the next one was cut off: the policy counts from its end. */
  async function restore(writer: StoreWriter): Promise<void> {
    await read();
    const last = await store.runs.lastFinished();
    if (last === null || last.endedAt === null || last.endedAt === memory.lastEndedAt) {
      await bringUpToDate(writer);
      return;
    }
    const { endedAt, durationMs } = last;
    const end = {
      endedAt,
      durationMs: durationMs ?? 0,
      networkFailed: false,
      blockedUntil: null,
      obstacle: null,
    };
    await remember(writer, afterRun(memory, end, drawRhythm()));
  }

  return {
    memory: () => memory,
    settings: () => settings,
    rhythm: () => effectiveRhythm(settings, onBattery),
    drawRhythm,
    read,
    restore,
    remember,
    adopt,
    show,
    async changeSettings(writer, next) {
      await writer.settings.write(next, clock.now());
      settings = next;
      publish({ type: 'settings', settings });
    },
    noteBattery(next) {
      const changed = onBattery !== next && settings.quietOnBattery;
      onBattery = next;
      return changed;
    },
  };
}

function isSameRhythm(one: Rhythm, other: Rhythm): boolean {
  return (
    one.policy === other.policy && one.intervalMs === other.intervalMs && one.cooldownMs === other.cooldownMs
  );
}
