import { useEffect, useRef, useState } from 'react';
import type { ChangedList, Page } from '../../shared/contract.ts';
import { keepAsking, messageOf } from './asked.ts';
import { useBridge } from './screen-context.ts';

/** A list that is asked for page by page, newest first. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly asked: 'never' | 'answered';
  /** Whether there are older ones. */
  readonly more: boolean;
  readonly busy: boolean;
  readonly problem: string | null;
  /** Asks for the next older page. */
  readonly showMore: () => void;
}

interface Held<Item> {
  readonly key: string;
  readonly items: readonly Item[];
  readonly next: number | null;
  readonly asked: 'never' | 'answered';
  readonly problem: string | null;
}

/**
 * Asks for the newest page when `key` (what is asked for, as text) changes, after each reconnection and whenever one of
 * `lists` has changed: the newest page then takes the place of what it overlaps, and older ones stay.
 */
export function usePages<Item extends { readonly id: number }>(
  key: string,
  ask: (before: number | undefined) => Promise<Page<Item>>,
  lists: readonly ChangedList[],
): Pages<Item> {
  const bridge = useBridge();
  const [held, setHeld] = useState<Held<Item>>(() => nothing(key));
  const [busy, setBusy] = useState(false);
  const asking = useRef(ask);
  asking.current = ask;
  const listNames = lists.join();

  useEffect(() => {
    const asker = keepAsking(bridge, listNames.split(',') as ChangedList[], async () => {
      try {
        const page = await asking.current(undefined);
        return () => setHeld((before) => joined(before, key, page));
      } catch (error) {
        if (bridge.connection().kind !== 'connected') return () => undefined;
        return () =>
          setHeld((before) => ({
            ...(before.key === key ? before : nothing<Item>(key)),
            problem: messageOf(error),
          }));
      }
    });
    return asker.end;
  }, [bridge, key, listNames]);

  const current = held.key === key ? held : nothing<Item>(key);

  async function showMore(): Promise<void> {
    if (busy || current.next === null) return;
    setBusy(true);
    const { next } = current;
    try {
      const page = await asking.current(next);
      setHeld((before) =>
        before.key === key && before.next === next
          ? { ...before, items: [...before.items, ...page.items], next: page.next, problem: null }
          : before,
      );
    } catch (error) {
      setHeld((before) => (before.key === key ? { ...before, problem: messageOf(error) } : before));
    } finally {
      setBusy(false);
    }
  }

  return {
    items: current.items,
    asked: current.asked,
    more: current.next !== null,
    busy,
    problem: current.problem,
    showMore: () => void showMore(),
  };
}

function nothing<Item>(key: string): Held<Item> {
  return { key, items: [], next: null, asked: 'never', problem: null };
}

/** The newest page, and behind it what was held of older ones where the two meet. */
export function joined<Item extends { readonly id: number }>(
  before: Held<Item>,
  key: string,
  page: Page<Item>,
): Held<Item> {
  const fresh = { key, items: page.items, next: page.next, asked: 'answered' as const, problem: null };
  const oldest = page.items.at(-1)?.id;
  if (before.key !== key || page.next === null || oldest === undefined) return fresh;
  const meets = before.items.some(({ id }) => id >= oldest);
  const older = before.items.filter(({ id }) => id < oldest);
  if (!meets || older.length === 0) return fresh;
  return { ...fresh, items: [...page.items, ...older], next: before.next };
}
