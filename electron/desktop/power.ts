import { net, powerMonitor, powerSaveBlocker, systemPreferences } from 'electron';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { EventFeed } from '../service/publisher.ts';
import { watchNetwork } from './network.ts';

export interface PowerOptions {
  readonly events: EventFeed;
  readonly scheduler: Pick<Scheduler, 'noteSuspend' | 'noteResume' | 'noteBattery' | 'noteNetwork'>;
  /** The machine is about to go down. */
  readonly onShutdown: () => void;
}

/** Linux tells of no change of the power supply and Windows only of one direction, so it is asked as well. */
const askBatteryMs = 60_000;

/** Tells the scheduler what the machine goes through, and keeps the system from suspending the app during a run. */
export function followPower({ events, scheduler, onShutdown }: PowerOptions): () => void {
  const tellBattery = (): void => scheduler.noteBattery(powerMonitor.isOnBatteryPower());
  powerMonitor.on('suspend', scheduler.noteSuspend);
  powerMonitor.on('resume', () => {
    scheduler.noteResume();
    tellBattery();
  });
  powerMonitor.on('on-ac', tellBattery);
  powerMonitor.on('on-battery', tellBattery);
  // Electron's types leave its event out.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    // Holds the system up until Tidings has ended, as far as the system lets itself be held up.
    event?.preventDefault();
    onShutdown();
  });
  tellBattery();
  const asking = setInterval(tellBattery, askBatteryMs);
  const stopWatching = watchNetwork({
    events,
    isOnline: () => net.isOnline(),
    onReturn: scheduler.noteNetwork,
  });
  const stopBlocking = stayAwakeDuringRuns(events);

  return () => {
    clearInterval(asking);
    stopWatching();
    stopBlocking();
  };
}

/**
 * macOS slows the timers of an application without a window down; those of the schedule must be on time. Call
 * before the application is ready.
 */
export function refuseAppNap(platform: NodeJS.Platform): void {
  if (platform === 'darwin') systemPreferences.registerDefaults({ NSAppSleepDisabled: true });
}

/** The screen may go dark; the process must not be put to sleep with a request in flight. */
function stayAwakeDuringRuns(events: EventFeed): () => void {
  let blocker: number | null = null;
  const follow = (running: boolean): void => {
    if (running && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (!running && blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
  const unsubscribe = events.on((message) => {
    if (message.event === 'snapshot') follow(message.payload.run !== null);
  });
  return () => {
    unsubscribe();
    follow(false);
  };
}
