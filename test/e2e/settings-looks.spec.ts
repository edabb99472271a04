import { expect, type Page } from '@playwright/test';
import { interval, look, section, test } from '../support/settings-page.ts';
import { ada, type SettingsWorld } from '../support/settings-stubs.ts';

/** How the Settings screen looks in every state, on narrow and wide screens, light and dark. */

const saved = (page: Page) => page.getByText(/^Saved\./);

const longNames: Partial<SettingsWorld> = {
  accounts: [
    ada,
    {
      ...ada,
      id: 1002,
      name: 'Wilhelmina-Alexandra von Habsburg-Lothringen und zu Hohenzollern-Sigmaringen',
      username: 'a_very_long_user_name_of_32_chars',
      state: 'signed-out',
      signedOutReason: 'Telegram ended the session: it was closed from another device.',
    },
  ],
  events: [
    {
      id: 2,
      at: Date.UTC(2026, 10, 20, 9, 5),
      type: 'signin.lost',
      runId: null,
      metadata: { accountId: 1002, reason: '' },
    },
    {
      id: 1,
      at: Date.UTC(2026, 10, 3, 14, 2),
      type: 'signin.completed',
      runId: null,
      metadata: { accountId: 1001 },
    },
  ],
  proxies: new Map([
    [1001, { kind: 'socks5', host: 'a-long-name-of-a-proxy.provider.example', port: 1080, username: 'ada' }],
  ]),
};

for (const [colorScheme, width] of [
  ['light', 1400],
  ['dark', 1400],
  ['light', 800],
  ['dark', 400],
  ['light', 360],
] as const) {
  test(`every state is accessible and fits, ${colorScheme} at ${width}`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const { world, changed } = await open(longNames);
    await expect(page.getByText('Signed in since 3 Nov 2026, 14:02')).toBeVisible();
    await look(page, 'full');

    await interval(page).fill('3');
    await expect(page.getByText(/would start 2m 56s later/)).toBeVisible();
    await interval(page).fill('0');
    await interval(page).press('Enter');
    await expect(page.getByText('Must be at least 1 minute.')).toBeVisible();
    await page.getByRole('radio', { name: /^Fixed/ }).check();
    await expect(saved(page)).toBeVisible();
    for (const name of [
      'Change the Telegram application',
      'Set a proxy for new sign-ins',
      'Change or remove the proxy of Ada Lovelace',
      'Choose a passphrase',
    ])
      await page.getByRole('button', { name }).click();
    const forms = section(page, 'Proxy for new sign-ins');
    await forms.getByText('MTProxy').click();
    await forms.getByRole('button', { name: 'Try and save' }).click();
    await expect(forms.getByText('Must be a host name or an IP address.')).toBeVisible();
    await look(page, 'forms');

    world.vault = {
      state: 'locked',
      protectedBy: ['passphrase'],
      sentence:
        'The sessions in /home/ada/.local/share/tidings/vault.json are locked. Enter the passphrase to open them. Nothing was changed.',
    };
    world.accounts = [];
    world.apiId = null;
    changed('accounts', 'vault');
    await expect(page.getByText('No account yet')).toBeVisible();
    await look(page, 'empty-locked');
  });
}
