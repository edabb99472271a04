import type { Page } from '@playwright/test';

/** The list of posts scrolled in a real browser, every painted frame of it looked at. */

/** Two screens of the list with every frame: faster than anybody reads, as fast as a wheel is spun. */
const stepPx = 1200;

export interface Scrolling {
  /** Scrolls down, or up, until this row is in view. */
  readonly toRow: number;
  readonly direction: 'down' | 'up';
  /** Where the row is not reached within so many frames, it is given up. */
  readonly mostFrames: number;
}

export interface Scrolled {
  /** The row farthest along that was in view in the end; -1: none was seen at all. */
  readonly row: number;
  readonly frames: number;
  /** Frames with a part of the list in view where no post stood. */
  readonly blank: number;
  /** Frames that did not move: the list ended there for the moment, as the next posts had not come yet. */
  readonly stalled: number;
  /** From one painted frame to the next. */
  readonly longestMs: number;
  readonly tookMs: number;
}

/** Scrolls on by `stepPx` with every frame. Throws when there is no list. */
export function scrollPosts(page: Page, scrolling: Scrolling): Promise<Scrolled> {
  return page.evaluate(scrollThrough, { ...scrolling, stepPx });
}

/** Runs in the page, so it has nothing but what is in it. */
async function scrollThrough({
  toRow,
  direction,
  mostFrames,
  stepPx: step,
}: Scrolling & { readonly stepPx: number }): Promise<Scrolled> {
  const list = document.querySelector('ol[aria-label^="Posts"]');
  const frame = list?.parentElement;
  if (list == null || frame == null) throw new Error('There is no list.');
  const isDown = direction === 'down';
  const { port1, port2 } = new MessageChannel();
  const painted = () =>
    new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  /** The row farthest along that is in view, and whether posts stand from the top of the view to its end. */
  const look = () => {
    const view = frame.getBoundingClientRect();
    const end = Math.min(view.bottom, list.getBoundingClientRect().bottom);
    const rows: number[] = [];
    let filledTo = view.top;
    for (const link of list.querySelectorAll('[data-row]')) {
      const item = link.closest('li')?.getBoundingClientRect();
      if (item === undefined || item.bottom <= view.top || item.top >= end) continue;
      rows.push(Number(link.getAttribute('data-row')));
      // Places are fractions of a pixel.
      if (item.top <= filledTo + 1) filledTo = Math.max(filledTo, item.bottom);
    }
    return { row: isDown ? rows.at(-1) : rows[0], isBlank: rows.length === 0 || filledTo < end - 1 };
  };
  const startedAt = performance.now();
  let [row, frames, blank, stalled, longestMs, paintedAt] = [-1, 0, 0, 0, 0, startedAt];
  const isThere = () => row !== -1 && (isDown ? row >= toRow : row <= toRow);
  while (!isThere() && frames < mostFrames) {
    await new Promise(requestAnimationFrame);
    frames += 1;
    const from = frame.scrollTop;
    frame.scrollTop += isDown ? step : -step;
    if (frame.scrollTop === from) stalled += 1;
    // The frame is painted before this comes: scrolled already, while the page is told of it with the next.
    await painted();
    longestMs = Math.max(longestMs, performance.now() - paintedAt);
    paintedAt = performance.now();
    const seen = look();
    if (seen.isBlank) blank += 1;
    row = seen.row ?? row;
  }
  return { row, frames, blank, stalled, longestMs, tookMs: performance.now() - startedAt };
}
