import type { Page } from '@playwright/test';
import type { SignInAnswer } from '../../shared/contract.ts';
import type { Channel } from '../../shared/domain.ts';
import { inApp } from './welcome-stage.ts';

/** What the welcome shows, and what a made-up Telegram answers to it. */

export const phone = '+49 151 23456789';

export const ways = (page: Page) => page.getByRole('region', { name: 'Ways to sign in' });
export const qrCode = (page: Page) => page.getByRole('img', { name: /QR code/ });
export const phoneField = (page: Page) => page.getByRole('textbox', { name: 'Use your phone number' });
export const codeField = (page: Page) => page.getByRole('textbox', { name: 'Code' });
export const passwordField = (page: Page) => page.getByRole('textbox', { name: 'Two-step password' });
export const title = (page: Page) => page.getByRole('heading', { level: 1 });

export const password = (signInId: string, problem: string | null = null): SignInAnswer => ({
  step: 'password',
  signInId,
  hint: 'four words',
  problem,
});
export const code = (signInId: string, problem: string | null, sentTo = inApp): SignInAnswer => ({
  step: 'code',
  signInId,
  sentTo,
  problem,
});
export const failed = (change: Partial<Extract<SignInAnswer, { step: 'failed' }>> = {}): SignInAnswer => ({
  step: 'failed',
  reason: 'Telegram cannot be reached. Is this computer online?',
  retryInMs: null,
  unreachable: false,
  ...change,
});

export const channelOf = (change: Partial<Channel>): Channel => ({
  id: 1,
  title: 'Harbourview News',
  username: null,
  enabled: true,
  limit: 50,
  backfill: false,
  reread: false,
  keepDays: null,
  subscribers: null,
  addedAt: 0,
  postsHeld: 0,
  postsDeleted: 0,
  postsSuspect: 0,
  firstPostAt: null,
  lastPostAt: null,
  covered: [],
  newSinceLooked: 0,
  lastCollectedAt: null,
  lastError: null,
  ...change,
});

/** What a clipboard brings, as the browser hands it to a page. */
export async function paste(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label).evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
