import { expect, type Page } from '@playwright/test';
import { look, test } from '../support/settings-page.ts';

/** The note that a change was kept, which can take it back. */

test.describe('what says that a change was kept', () => {
  const note = (page: Page) => page.getByText('Saved. Policy: fixed, was adaptive.');

  test('leaves by itself after ten seconds, but not while somebody is at it', async ({ page, open }) => {
    await page.clock.install();
    await open();
    await page.getByRole('radio', { name: /^Fixed/ }).check();
    await expect(note(page)).toBeVisible();
    await page.clock.runFor(9000);
    await expect(note(page)).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.clock.runFor(30_000);
    await expect(note(page)).toBeVisible();
    await page.getByRole('radio', { name: /^Fixed/ }).focus();
    await note(page).hover();
    await page.clock.runFor(30_000);
    await expect(note(page)).toBeVisible();
    await page.mouse.move(1, 1);
    await page.clock.runFor(10_500);
    await expect(note(page)).toHaveCount(0);
  });

  test('goes on Escape and gives the focus back to where it was', async ({ page, open }) => {
    await open();
    const fixed = page.getByRole('radio', { name: /^Fixed/ });
    await fixed.check();
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Escape');
    await expect(note(page)).toHaveCount(0);
    await expect(fixed).toBeFocused();
  });

  test('covers nothing on a telephone, wherever the page was scrolled to', async ({ page, open }) => {
    await page.setViewportSize({ width: 400, height: 780 });
    await open();
    await page.getByRole('radio', { name: /^None/ }).check();
    const saved = page.getByRole('button', { name: 'Undo' }).locator('..');
    await expect(saved).toBeVisible();
    const place = await saved.boundingBox();
    const title = await page.getByRole('heading', { level: 1 }).boundingBox();
    const bar = await page.getByRole('banner').boundingBox();
    // It takes the place the title holds below the top bar, and no more.
    expect(place?.y).toBe((bar?.y ?? 0) + (bar?.height ?? 0));
    expect(place?.y).toBe(title?.y);
    expect(place?.height).toBeLessThanOrEqual(title?.height ?? 0);
    await look(page, 'saved-narrow');
  });
});
