import { defaultSettings, type Settings } from '../../shared/domain.ts';
import type { ScheduleMemory } from '../../shared/schedule.ts';
import { appendEvent } from './audit.ts';
import type { Connection } from './connection.ts';

const settingNames = Object.keys(defaultSettings) as readonly (keyof Settings)[];

/** What is kept, with the default wherever nothing is: a setting that is new, or all of them at first. */
export function readSettings(connection: Connection): Settings {
  const row = connection.get<{ readonly value: string }>('SELECT value FROM settings');
  const kept = row === undefined ? {} : (JSON.parse(row.value) as Partial<Settings>);
  const entries = settingNames.map((name) => [name, kept[name] ?? defaultSettings[name]]);
  return Object.fromEntries(entries) as Settings;
}

export function writeSettings(connection: Connection, settings: Settings, at: number): void {
  const before = readSettings(connection);
  const changed = settingNames.filter((name) => settings[name] !== before[name]);
  if (changed.length === 0) return;
  connection.run(
    'INSERT INTO settings (id, value) VALUES (1, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    JSON.stringify(settings),
  );
  const changes = Object.fromEntries(
    changed.map((name) => [name, { from: before[name], to: settings[name] }]),
  );
  appendEvent(connection, { at, type: 'settings.changed', metadata: { changes } });
}

export function readSchedule(connection: Connection): ScheduleMemory | null {
  const row = connection.get<{ readonly memory: string }>('SELECT memory FROM schedule');
  return row === undefined ? null : (JSON.parse(row.memory) as ScheduleMemory);
}

export function writeSchedule(connection: Connection, memory: ScheduleMemory): void {
  connection.run(
    'INSERT INTO schedule (id, memory) VALUES (1, ?) ON CONFLICT DO UPDATE SET memory = excluded.memory',
    JSON.stringify(memory),
  );
}
