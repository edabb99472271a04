import { useState } from 'react';
import { problemOf } from './setting-words.ts';
import { useSettings } from './settings-context.ts';

export type NumberSetting = 'intervalMs' | 'cooldownMs' | 'jitterPercent' | 'defaultLimit';

export interface SettingDraft<Draft> {
  readonly draft: Draft;
  /** Whether something stands in the field that is not kept. */
  readonly edited: boolean;
  /** Why what stands there cannot be kept; null before it was tried. */
  readonly problem: string | null;
  write(draft: Draft): void;
  /** Keeps what stands there, or says why not; what was refused stays in the field. */
  keep(): Promise<void>;
  /** Back to what is kept. */
  restore(): void;
}

/** What stands in a field, apart from what is kept: null means there is no difference. */
export function useSettingDraft<Draft>(
  name: NumberSetting,
  toDraft: (value: number) => Draft,
  toValue: (draft: Draft) => number | null,
): SettingDraft<Draft> {
  const { settings, change, type } = useSettings();
  const [written, setWritten] = useState<{ readonly draft: Draft } | null>(null);
  const [refused, setRefused] = useState<{ readonly byTidings: string | null } | null>(null);

  const draft = written?.draft ?? toDraft(settings[name]);
  const value = toValue(draft);
  // Asked anew with each drawing: another setting may have made room for it meanwhile.
  const problem = value === null ? 'Must be a number.' : problemOf(settings, { [name]: value });

  function restore(): void {
    setWritten(null);
    setRefused(null);
    type(name, null);
  }

  return {
    draft,
    edited: written !== null && value !== settings[name],
    problem: refused === null ? null : (problem ?? refused.byTidings),
    restore,
    write(next) {
      setWritten({ draft: next });
      setRefused(null);
      type(name, toValue(next));
    },
    async keep() {
      if (written === null) return;
      if (value === settings[name]) {
        restore();
        return;
      }
      if (value === null || problem !== null) {
        setRefused({ byTidings: null });
        return;
      }
      const refusal = await change({ [name]: value });
      if (refusal === null) restore();
      else setRefused({ byTidings: refusal });
    },
  };
}
