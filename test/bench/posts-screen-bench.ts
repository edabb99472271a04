import { chromium, type Locator, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '../support/chromium.ts';
import { heapOf } from '../support/page-heap.ts';
import { type Scrolling, scrollPosts } from '../support/post-scrolling.ts';
import { wordOf } from './plausible-texts.ts';
import { report } from './report.ts';
import { type ServedArchive, serveArchive } from './served-archive.ts';

const archive = { channels: 100, posts: 1_000_000, until: Date.UTC(2026, 10, 1), days: 365 };
const [rare, common] = [wordOf(1000), wordOf(30)];
const oldDay = '2026-03-15';
/** A list of all posts is scrolled this far down, and as far up again as pages were dropped from memory on the way. */
const rowsDown = 20_000;
const rowsElsewhere = 5000;
const mostHeapBytes = 150e6;
/** Thrice what is needed where no frame has to wait for posts. */
const mostFrames = 6000;

/**
 * The Posts screen in a real browser, served from a million posts: no frame may be blank or stand still while it is
 * scrolled, and its JavaScript heap may never exceed its limit, garbage included. Returns whether that holds.
 */
export async function scrollsAMillion(): Promise<boolean> {
  const served = await serveArchive(archive, [rare, common]);
  try {
    const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments });
    try {
      const page = await browser.newPage({
        viewport: { width: 1400, height: 860 },
        locale: 'en-GB',
        timezoneId: 'UTC',
      });
      return await scrollAll(page, served);
    } finally {
      await browser.close();
    }
  } finally {
    await served.close();
  }
}

async function scrollAll(page: Page, { address, countOf }: ServedArchive): Promise<boolean> {
  const search = page.getByRole('searchbox', { name: 'Search posts' });
  const top = page.locator('[data-row="0"]');
  // The address lets the browser in; what is measured is the screen as whoever comes back opens it.
  await page.goto(address);
  await page.goto('about:blank');
  await arrive('all posts', async () => {
    await page.goto(`${new URL(address).origin}/#posts`);
    return top;
  });
  const heap = await heapOf(page);
  const before = await heap.settled();
  const peak = heap.watch();

  const outcomes = [
    await scroll(page, { toRow: rowsDown, direction: 'down' }),
    await scroll(page, { toRow: 0, direction: 'up' }),
  ];
  for (const word of [rare, common]) {
    const found = countOf(word);
    await arrive(`“${word}” (${found})`, async () => {
      await search.fill(word);
      await search.press('Enter');
      return top.filter({ has: page.locator('mark', { hasText: word }) });
    });
    outcomes.push(await scroll(page, { toRow: Math.min(found, rowsElsewhere) - 1, direction: 'down' }));
  }
  await search.press('Escape');
  await arrive(oldDay, async () => {
    await page.getByRole('button', { name: 'Go to date' }).click();
    await page.getByLabel('Posts of this day and before').fill(oldDay);
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    return top.filter({ has: page.locator(`time[datetime^="${oldDay}"]`) });
  });
  outcomes.push(await scroll(page, { toRow: rowsElsewhere, direction: 'down' }));

  const peakBytes = await peak();
  const after = await heap.settled();
  outcomes.push(peakBytes <= mostHeapBytes && after <= mostHeapBytes);
  report(
    'JavaScript heap',
    `${megabytes(before)} at first, ${megabytes(peakBytes)} at most, ${megabytes(after)} after all, without garbage` +
      judged(outcomes.at(-1) === true),
  );
  return outcomes.every(Boolean);
}

/** Does what leads to a list, and waits until its first row is there; all the rows in view come with it. */
async function arrive(name: string, go: () => Promise<Locator>): Promise<void> {
  const startedAt = performance.now();
  await (await go()).waitFor();
  report(name, `first screenful after ${Math.round(performance.now() - startedAt)} ms`);
}

async function scroll(page: Page, way: Pick<Scrolling, 'toRow' | 'direction'>): Promise<boolean> {
  const { row, frames, blank, stalled, longestMs, tookMs } = await scrollPosts(page, { ...way, mostFrames });
  const hasArrived = way.direction === 'down' ? row >= way.toRow : row <= way.toRow;
  const holds = hasArrived && blank === 0 && stalled === 0;
  report(
    `  ${way.direction} to ${way.toRow}`,
    `row ${row} in ${(tookMs / 1000).toFixed(1)} s, ${frames} frames (${Math.round((frames * 1000) / tookMs)}/s, ${Math.round(longestMs)} ms at most): ` +
      `${blank} blank, ${stalled} standing still${judged(holds)}`,
  );
  return holds;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const judged = (holds: boolean): string => (holds ? ', pass' : ', FAIL');
