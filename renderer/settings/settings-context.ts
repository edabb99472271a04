import { createContext, useContext } from 'react';
import type { Settings } from '../../shared/domain.ts';

/** The change that was made last, and what it would take to put it back. */
export interface LastChange {
  /** Tells two changes of the same words apart. */
  readonly number: number;
  readonly words: string;
  readonly changed: readonly (keyof Settings)[];
  /** Null after it was put back. */
  readonly before: Partial<Settings> | null;
  /** Why it could not be put back, in words. */
  readonly problem: string | null;
}

export interface SettingsEditing {
  /** As they are kept, and, while one is on its way, as they will be. */
  readonly settings: Settings;
  /** Keeps it at once. Answers with the reason where it was not kept, as a sentence; null where it was. */
  change(change: Partial<Settings>): Promise<string | null>;
  readonly last: LastChange | null;
  undo(): Promise<void>;
  dismiss(): void;
  /** What stands in fields and is not kept yet. */
  readonly typed: Partial<Settings>;
  /** Null: nothing stands in the field any more but what is kept. */
  type(name: 'intervalMs' | 'cooldownMs' | 'jitterPercent' | 'defaultLimit', value: number | null): void;
}

const SettingsContext = createContext<SettingsEditing | null>(null);

export const SettingsEditingProvider = SettingsContext.Provider;

export function useSettings(): SettingsEditing {
  const editing = useContext(SettingsContext);
  if (editing === null) throw new Error('A setting was rendered outside of SettingsEditingProvider.');
  return editing;
}
