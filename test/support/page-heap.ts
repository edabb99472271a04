import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';

/** What a page's JavaScript holds of memory, in bytes. */
export interface PageHeap {
  /** After all that is garbage was collected. */
  settled(): Promise<number>;
  /** Looks every few frames, garbage and all, from now until the answer is called, which gives the most seen. */
  watch(): () => Promise<number>;
}

const betweenLooksMs = 50;

export async function heapOf(page: Page): Promise<PageHeap> {
  const session = await page.context().newCDPSession(page);
  const used = async () => (await session.send('Runtime.getHeapUsage')).usedSize;
  return {
    settled: async () => {
      await session.send('HeapProfiler.collectGarbage');
      return used();
    },
    watch() {
      let peak = 0;
      let isOver = false;
      const looking = (async () => {
        do {
          peak = Math.max(peak, await used());
          await delay(betweenLooksMs);
        } while (!isOver);
      })();
      // Told to whoever asks for the peak; until then nobody else hears of it.
      looking.catch(() => undefined);
      return async () => {
        isOver = true;
        await looking;
        return peak;
      };
    },
  };
}
