import { createContext, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type BannerView, bannerAt, bannerChangesAt } from '../now/banner-state.ts';
import type { Bridge } from '../wire.ts';
import type { Feed, Screen, ScreenActions, ScreenState } from './screen.ts';

const ScreenContext = createContext<Screen | null>(null);

export const ScreenProvider = ScreenContext.Provider;

function useScreenHandle(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === null) throw new Error('A part of the screen was rendered outside of ScreenProvider.');
  return screen;
}

/** A part of what the screen knows; renders again when that part changes. */
export function useScreen<Part>(select: (state: ScreenState) => Part): Part {
  return useStore(useScreenHandle().store, select);
}

/** For what one screen alone asks of the contract; what several show is in the store. */
export function useBridge(): Bridge {
  return useScreenHandle().bridge;
}

export function useActions(): ScreenActions {
  return useScreenHandle().actions;
}

/**
 * Milliseconds since the feed was received, on this screen's own monotonic clock, renewed every `cadenceMs`.
 * Stands still at the moment the feed was cut.
 */
export function useFeedAge(feed: Feed, cadenceMs: number): number {
  const [now, setNow] = useState(() => performance.now());
  const ticks = feed.cutAt === null;
  useEffect(() => {
    if (!ticks) return undefined;
    const timer = setInterval(() => setNow(performance.now()), cadenceMs);
    return () => clearInterval(timer);
  }, [ticks, cadenceMs]);
  return Math.max(0, (feed.cutAt ?? now) - feed.receivedAt);
}

/** What the run card shows now; renders again when that changes by itself. */
export function useBanner(): BannerView {
  const banner = useScreen((state) => state.banner);
  const [now, setNow] = useState(() => performance.now());
  const changesAt = bannerChangesAt(banner, now);
  useEffect(() => {
    if (changesAt === null) return undefined;
    const timer = setTimeout(() => setNow(performance.now()), Math.max(0, changesAt - performance.now()) + 1);
    return () => clearTimeout(timer);
  }, [changesAt]);
  return bannerAt(banner, now);
}
