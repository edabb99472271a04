import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { seriousIssues } from './accessibility.ts';
import { type ServedWorld, type SettingsWorld, serveWorld, settingsWorld } from './settings-stubs.ts';

interface Opened extends ServedWorld {
  readonly world: SettingsWorld;
}

/** Opens the Settings screen over a world of the test's own. */
export const test = base.extend<{
  open: (change?: Partial<SettingsWorld>, part?: string) => Promise<Opened>;
}>({
  open: async ({ page }, use) => {
    const served: ServedWorld[] = [];
    await use(async (change = {}, part) => {
      const world = settingsWorld(change);
      const one = await serveWorld(world);
      served.push(one);
      await page.goto(one.address);
      await page.goto(`${new URL(one.address).origin}/#settings${part === undefined ? '' : `/${part}`}`);
      await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
      return { ...one, world };
    });
    for (const one of served) await one.close();
  },
});

export const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
export const interval = (page: Page) =>
  page.getByLabel('Interval', { exact: true }).and(page.getByRole('textbox'));

/** No serious issue, nothing to scroll sideways; a picture where TIDINGS_SCREENSHOTS names a folder. */
export async function look(page: Page, state: string): Promise<void> {
  expect(await seriousIssues(page), state).toEqual([]);
  expect(
    await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth),
    `${state} scrolls sideways`,
  ).toBe(0);
  const folder = process.env.TIDINGS_SCREENSHOTS;
  if (folder === undefined) return;
  const { width } = page.viewportSize() ?? { width: 0 };
  const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme');
  await page.screenshot({ path: join(folder, `settings-${state}-${scheme}-${width}.png`), fullPage: true });
}
