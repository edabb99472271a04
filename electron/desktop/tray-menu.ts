import type { Run, RunStatus, Settings } from '../../shared/domain.ts';
import { formatDuration, formatMoment, plural } from '../../shared/format.ts';
import type { Snapshot } from '../../shared/snapshot.ts';

/** What a row of the tray's menu asks for when it is chosen. */
export type TrayCommand =
  | { readonly do: 'collect' | 'stop' | 'resume' | 'open' | 'open-logs' | 'copy-diagnostics' | 'quit' }
  | { readonly do: 'pause'; readonly for: 'hour' | 'until-tomorrow' | 'until-resumed' }
  | { readonly do: 'notify'; readonly about: Settings['notifications'] }
  | { readonly do: 'launch-at-login'; readonly enabled: boolean };

/** The menu as plain data, so that two can be compared. */
export type TrayRow =
  | { readonly kind: 'separator' }
  | { readonly kind: 'words'; readonly label: string }
  | {
      readonly kind: 'command' | 'checkbox' | 'radio';
      readonly label: string;
      readonly command: TrayCommand;
      readonly enabled?: boolean;
      readonly checked?: boolean;
    }
  | { readonly kind: 'menu'; readonly label: string; readonly rows: readonly TrayRow[] };

/** Whether Tidings starts at login; `refusal` says why that cannot be chosen here. */
export interface LaunchAtLogin {
  readonly enabled: boolean;
  readonly refusal: string | null;
}

const separator: TrayRow = { kind: 'separator' };

/** Longer rows would make the menu as wide as the screen. */
const mostCharacters = 120;

/** The whole menu of the tray, from the one snapshot. */
export function trayMenuOf(snapshot: Snapshot, launchAtLogin: LaunchAtLogin): readonly TrayRow[] {
  return [
    { kind: 'words', label: shortened(snapshot.sentence) },
    separator,
    runRow(snapshot),
    pauseRow(snapshot),
    { kind: 'words', label: shortened(lastResult(snapshot)) },
    separator,
    notificationRows(snapshot.settings.notifications),
    launchRow(launchAtLogin),
    separator,
    { kind: 'command', label: 'Open Tidings', command: { do: 'open' } },
    { kind: 'command', label: 'Open logs', command: { do: 'open-logs' } },
    { kind: 'command', label: 'Copy diagnostics', command: { do: 'copy-diagnostics' } },
    separator,
    { kind: 'command', label: 'Quit', command: { do: 'quit' } },
  ];
}

/**
 * The last run in one line: `Last run at 14:03: 50 messages in 4 s`. Its time of day, not its age, which would
 * change the menu every second.
 */
export function lastResult(snapshot: Pick<Snapshot, 'at' | 'lastRun'>): string {
  const { lastRun } = snapshot;
  if (lastRun === null) return 'No run yet';
  const when = formatMoment(lastRun.endedAt ?? lastRun.startedAt, snapshot.at);
  return `Last run at ${when}: ${resultInWords[lastRun.status](lastRun)}`;
}

const resultInWords: Record<RunStatus, (run: Run) => string> = {
  running: () => 'under way',
  succeeded: (run) => `${plural(run.messages, 'message')} in ${formatDuration(run.durationMs)}`,
  partial: (run) => `${plural(run.messages, 'message')}, ${plural(run.errors, 'error')}`,
  failed: (run) => `failed${because(run)}`,
  cancelled: (run) => `stopped after ${plural(run.messages, 'message')}`,
  interrupted: (run) => `interrupted${because(run)}`,
};

function because(run: Run): string {
  return run.reason === null ? '' : `: ${run.reason}`;
}

function runRow(snapshot: Snapshot): TrayRow {
  if (snapshot.run !== null) {
    const enabled = mayAct(snapshot) && !snapshot.run.cancelling;
    return { kind: 'command', label: 'Stop', command: { do: 'stop' }, enabled };
  }
  return { kind: 'command', label: 'Collect now', command: { do: 'collect' }, enabled: mayAct(snapshot) };
}

function pauseRow(snapshot: Snapshot): TrayRow {
  const enabled = mayAct(snapshot);
  if (snapshot.pause !== null) {
    return { kind: 'command', label: 'Resume', command: { do: 'resume' }, enabled };
  }
  // A disabled submenu cannot be told apart from an enabled one on some desktops: its rows say it too.
  const row = (label: string, span: Extract<TrayCommand, { do: 'pause' }>['for']): TrayRow => ({
    kind: 'command',
    label,
    command: { do: 'pause', for: span },
    enabled,
  });
  return {
    kind: 'menu',
    label: 'Pause',
    rows: [
      row('For 1 hour', 'hour'),
      row('Until tomorrow', 'until-tomorrow'),
      row('Until resumed', 'until-resumed'),
    ],
  };
}

/** Only the holder of the lease changes anything, and not while it stops. */
function mayAct(snapshot: Snapshot): boolean {
  return snapshot.lease.kind === 'holding' && snapshot.state !== 'stopping';
}

const policies: readonly { readonly about: Settings['notifications']; readonly label: string }[] = [
  { about: 'errors', label: 'Errors that need you' },
  { about: 'all', label: 'Errors and recoveries' },
  { about: 'none', label: 'None' },
];

function notificationRows(chosen: Settings['notifications']): TrayRow {
  return {
    kind: 'menu',
    label: 'Notifications',
    rows: policies.map(({ about, label }) => ({
      kind: 'radio',
      label,
      command: { do: 'notify', about },
      checked: about === chosen,
    })),
  };
}

function launchRow({ enabled, refusal }: LaunchAtLogin): TrayRow {
  if (refusal !== null) return { kind: 'words', label: shortened(refusal) };
  return {
    kind: 'checkbox',
    label: 'Launch at login',
    command: { do: 'launch-at-login', enabled: !enabled },
    checked: enabled,
  };
}

function shortened(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1).trimEnd()}…`;
}
