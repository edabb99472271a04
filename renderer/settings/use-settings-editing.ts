import { useRef, useState } from 'react';
import type { Settings } from '../../shared/domain.ts';
import { messageOf } from '../state/asked.ts';
import type { Feed } from '../state/screen.ts';
import { useBridge } from '../state/screen-context.ts';
import { problemSentence } from '../ui/problem-words.ts';
import { changeWords, problemOf, type SettingName } from './setting-words.ts';
import type { LastChange, SettingsEditing } from './settings-context.ts';

/**
 * Settings are kept as soon as they are chosen. Changes are sent one after the other, so that none is lost and the
 * last one wins; what the fed snapshot says counts again from the next snapshot on.
 */
export function useSettingsEditing(feed: Feed): SettingsEditing {
  const bridge = useBridge();
  const [pending, setPending] = useState<Partial<Settings>>({});
  const [answered, setAnswered] = useState<{ readonly settings: Settings; readonly feed: Feed } | null>(null);
  const [last, setLast] = useState<LastChange | null>(null);
  const [typed, setTyped] = useState<Partial<Settings>>({});
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const number = useRef(0);
  const latest = useRef(feed);
  latest.current = feed;

  const kept = answered !== null && answered.feed === feed ? answered.settings : feed.snapshot.settings;
  const settings = { ...kept, ...pending };

  /** Answers with what is kept afterwards, or with why nothing was changed. */
  async function send(change: Partial<Settings>): Promise<Settings | string> {
    setPending((before) => ({ ...before, ...change }));
    const sent = queue.current.then(() => bridge.request('settings.set', change));
    queue.current = sent.catch(() => undefined);
    try {
      const answer = await sent;
      setAnswered({ settings: answer, feed: latest.current });
      return answer;
    } catch (error) {
      return problemSentence(messageOf(error));
    } finally {
      setPending((before) => without(before, change));
    }
  }

  function note(change: Partial<Settings>, before: Settings, after: Settings, isUndo: boolean): void {
    const changed = namesOf(change);
    number.current += 1;
    setLast({
      number: number.current,
      words: changed.map((name) => changeWords(name, before, after)).join('; '),
      changed,
      before: isUndo ? null : partOf(before, change),
      problem: null,
    });
  }

  return {
    settings,
    last,
    typed,
    async change(change) {
      const problem = problemOf(settings, change);
      if (problem !== null) return problem;
      const answer = await send(change);
      if (typeof answer === 'string') return answer;
      note(change, settings, answer, false);
      return null;
    },
    async undo() {
      if (last === null || last.before === null) return;
      const problem = problemOf(settings, last.before);
      const answer = problem ?? (await send(last.before));
      if (typeof answer === 'string') setLast({ ...last, problem: answer });
      else note(last.before, settings, answer, true);
    },
    dismiss: () => setLast(null),
    type(name, value) {
      setTyped((before) => (value === null ? without(before, { [name]: 0 }) : { ...before, [name]: value }));
    },
  };
}

const settingNames: Readonly<Record<SettingName, true>> = {
  policy: true,
  intervalMs: true,
  cooldownMs: true,
  jitterPercent: true,
  defaultLimit: true,
  runAtLaunch: true,
  quietOnBattery: true,
  notifications: true,
};

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingNames, name);
}

function namesOf(change: Partial<Settings>): readonly SettingName[] {
  return Object.keys(change).filter(isSettingName);
}

function partOf(settings: Settings, change: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => Object.hasOwn(change, name)));
}

function without(from: Partial<Settings>, change: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !Object.hasOwn(change, name)));
}
