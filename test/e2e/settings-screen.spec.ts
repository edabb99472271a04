import { expect, type Page } from '@playwright/test';
import { interval, look, section, test } from '../support/settings-page.ts';
import { ada, type ServedWorld, settingsWorld } from '../support/settings-stubs.ts';

/** The Settings screen in a real browser, on answers the test makes up. */

const cooldown = (page: Page) => page.getByLabel('Cooldown', { exact: true }).and(page.getByRole('textbox'));
const sent = ({ asked }: ServedWorld, name: string) =>
  asked.filter((one) => one.name === name).map(({ request }) => request);

test('a field tells what would come, keeps it on Enter, and the last change can be taken back', async ({
  page,
  open,
}) => {
  const served = await open({}, 'schedule');
  await expect(page.getByRole('heading', { name: 'Schedule' })).toBeFocused();
  await interval(page).fill('15');
  await expect(
    page.getByText('Every 15 min: after a run of 4 s the next would start 14m 56s later.'),
  ).toBeVisible();
  expect(sent(served, 'settings.set')).toEqual([]);

  await interval(page).press('Enter');
  await expect(page.getByText('Saved. Interval: 15 min, was 10 min.')).toBeVisible();
  expect(sent(served, 'settings.set')).toEqual([{ intervalMs: 900_000 }]);
  await expect(section(page, 'Schedule')).toContainText(
    /Next run in 1[12]m \d\ds: every 15 min, and the last run took 4 s/,
  );
  await expect(interval(page)).toBeFocused();

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Put back. Interval: 10 min, was 15 min.')).toBeVisible();
  await expect(interval(page)).toHaveValue('10');
});

test('a value that cannot be kept stays in its field with its reason, and Escape puts back what is kept', async ({
  page,
  open,
}) => {
  const served = await open();
  await cooldown(page).fill('20');
  await cooldown(page).blur();
  await expect(cooldown(page)).toHaveAccessibleDescription(/Must not be longer than the interval\./);
  await expect(cooldown(page)).toHaveValue('20');
  await page.getByRole('radio', { name: /^Continuous/ }).check();
  await expect(page.getByText('Saved. Policy: continuous, was adaptive.')).toBeVisible();
  await expect(cooldown(page)).toHaveValue('20');
  expect(sent(served, 'settings.set')).toEqual([{ policy: 'continuous' }]);

  await cooldown(page).press('Escape');
  await expect(cooldown(page)).toHaveValue('1');
  await expect(page.getByText('Must not be longer than the interval.')).toHaveCount(0);
});

test('from the number to its unit nothing is kept yet; away from both it is', async ({ page, open }) => {
  const served = await open();
  await interval(page).fill('2');
  await interval(page).press('Tab');
  await expect(page.getByLabel('Unit of the interval')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(
    page.getByText('Every 2 h: after a run of 4 s the next would start 1h 59m later.'),
  ).toBeVisible();
  expect(sent(served, 'settings.set')).toEqual([]);
  await page.getByRole('heading', { name: 'Schedule' }).click();
  await expect(page.getByText('Saved. Interval: 2 h, was 10 min.')).toBeVisible();
  expect(sent(served, 'settings.set')).toEqual([{ intervalMs: 7_200_000 }]);
});

test('changes made while one is still on its way are all kept, in order', async ({ page, open }) => {
  const gate = Promise.withResolvers<void>();
  const served = await open();
  served.world.refusals.set('settings.set', async () => {
    await gate.promise;
    return undefined;
  });
  await page.getByRole('radio', { name: /^Fixed/ }).check();
  await page.getByText('Run at launch', { exact: true }).click();
  await page.getByRole('radio', { name: /^None/ }).check();
  await expect(page.getByRole('radio', { name: /^None/ })).toBeChecked();
  expect(sent(served, 'settings.set')).toEqual([{ policy: 'fixed' }]);
  gate.resolve();
  await expect
    .poll(() => sent(served, 'settings.set'))
    .toEqual([{ policy: 'fixed' }, { runAtLaunch: true }, { notifications: 'none' }]);
  await expect(page.getByRole('radio', { name: /^Fixed/ })).toBeChecked();
  await expect(page.getByRole('switch', { name: 'Run at launch' })).toBeChecked();
  await expect(page.getByRole('radio', { name: /^None/ })).toBeChecked();
});

test('what Tidings refuses is said beside the setting, which stays as it is kept', async ({ page, open }) => {
  const { world } = await open();
  world.refusals.set('settings.set', () => 'Another Tidings has taken over this database.');
  await page.getByRole('switch', { name: 'Quiet on battery' }).press('Space');
  await expect(section(page, 'Schedule').getByRole('alert')).toContainText([/taken over/]);
  await expect(page.getByRole('switch', { name: 'Quiet on battery' })).not.toBeChecked();
  await interval(page).fill('30');
  await interval(page).press('Enter');
  await expect(interval(page)).toHaveAccessibleDescription(/Another Tidings has taken over/);
  await expect(interval(page)).toHaveValue('30');
});

test('signing out asks first; where Telegram is not reached, the account can be forgotten here', async ({
  page,
  open,
}) => {
  const served = await open();
  const signOut = page.getByRole('button', { name: 'Sign out: Ada Lovelace' });
  await signOut.click();
  const dialog = page.getByRole('dialog', { name: 'Sign out Ada Lovelace?' });
  await expect(dialog).toContainText('Channels and posts are kept.');
  await expect(dialog.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(signOut).toBeFocused();
  expect(served.asked).toEqual([]);

  served.world.refusals.set('accounts.signOut', () => 'The session was not ended: Telegram was not reached.');
  await signOut.click();
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Telegram was not reached');
  await look(page, 'sign-out');
  await dialog.getByRole('button', { name: 'Forget it here anyway' }).click();
  await expect(page.getByText('No account yet')).toBeVisible();
  expect(sent(served, 'accounts.signOut')).toEqual([
    { accountId: ada.id },
    { accountId: ada.id, evenIfUnreachable: true },
  ]);
});

test('a pasted link fills the proxy, which is tried before it is kept; its secret is cleared', async ({
  page,
  open,
}) => {
  const gate = Promise.withResolvers<string | undefined>();
  const served = await open({}, 'proxy');
  served.world.refusals.set('proxy.set', () => gate.promise);
  const proxy = section(page, 'Proxy for new sign-ins');
  const opener = proxy.getByRole('button', { name: 'Set a proxy for new sign-ins' });
  await opener.press('Enter');
  await proxy.getByText('MTProxy', { exact: true }).click();
  await proxy.getByLabel('Link').fill(`tg://proxy?server=h.example&port=443&secret=ee${'0'.repeat(32)}6162`);
  await expect(proxy.getByText(/fake TLS/)).toBeVisible();
  await expect(proxy.getByLabel('Link')).toHaveValue('');
  await proxy.getByLabel('Link').fill('tg://socks?server=h.example&port=1080&user=ada&pass=hidden');
  await expect(proxy.getByText('Filled in from the link. Nothing is kept yet.')).toBeVisible();
  await expect(proxy.getByLabel('Password', { exact: true })).toHaveValue('hidden');
  await expect(proxy.getByLabel('Host')).toHaveValue('h.example');

  await proxy.getByLabel('Port').press('Enter');
  await expect(proxy.getByText('Trying to reach Telegram through it…')).toBeVisible();
  gate.resolve('The proxy refused the user name or password. Nothing was changed.');
  await expect(proxy.getByRole('alert').filter({ hasText: 'refused the user name' })).toBeVisible();
  await expect(proxy.getByLabel('Host')).toHaveValue('h.example');

  served.world.refusals.delete('proxy.set');
  await proxy.getByRole('button', { name: 'Try and save' }).click();
  await expect(proxy.getByText('Saved.', { exact: true })).toBeVisible();
  await expect(proxy).toContainText('through SOCKS5 at h.example:1080 as ada');
  await expect(proxy.getByRole('button', { name: /Change or remove the proxy/ })).toBeFocused();
  expect(sent(served, 'proxy.set').at(-1)).toEqual({
    accountId: null,
    proxy: { kind: 'socks5', host: 'h.example', port: 1080, username: 'ada', password: 'hidden' },
  });
  await proxy.getByRole('button', { name: /Change or remove the proxy/ }).click();
  await expect(proxy.getByLabel('Password', { exact: true })).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(proxy.getByLabel('Host')).toHaveCount(0);
});

test('a passphrase is typed twice, judged by its length, and cleared when it was sent', async ({
  page,
  open,
}) => {
  const served = await open();
  const security = section(page, 'Security');
  await security.getByRole('button', { name: 'Choose a passphrase' }).click();
  const first = security.getByLabel('New passphrase');
  const second = security.getByLabel('Once more');
  await expect(first).toBeFocused();
  await first.fill('short');
  await first.press('Enter');
  await expect(first).toHaveAccessibleDescription(/Must be at least 8 characters\./);
  await first.fill('correct horse');
  await second.fill('correct house');
  await second.press('Enter');
  await expect(second).toHaveAccessibleDescription(/not the same/);
  await expect(second).toBeFocused();
  await second.fill('correct horse');
  await second.press('Enter');
  await expect(security.getByText('Chosen.', { exact: true })).toBeVisible();
  await expect(security).toContainText("Protected by this computer's keychain and by a passphrase");
  expect(sent(served, 'vault.protect')).toEqual([{ passphrase: 'correct horse' }]);
});

test('a chosen passphrase takes the place of the key file, and is never said to be missing', async ({
  page,
  open,
}) => {
  const { world } = await open({
    vault: { state: 'open', protectedBy: ['key-file'], sentence: 'Protected by the key file /keys/1.' },
  });
  const security = section(page, 'Security');
  await security.getByRole('button', { name: 'Choose a passphrase' }).click();
  await expect(security).toContainText('The passphrase takes the place of the key file, which is removed.');
  await security.getByLabel('New passphrase').fill('correct horse');
  await security.getByLabel('Once more').fill('correct horse');
  // It is done, and for a while the screen has not heard what the vault has become.
  const gate = Promise.withResolvers<undefined>();
  world.refusals.set('vault.get', () => gate.promise);
  await security.getByLabel('Once more').press('Enter');
  await expect(security.getByText('Chosen.', { exact: true })).toBeVisible();
  await expect(security).not.toContainText('None is chosen.');
  await expect(security).toContainText('Protected by a passphrase');
  await expect(security).not.toContainText('/keys/1');
  gate.resolve(undefined);
  await expect(security).toContainText('Asked for once after each start.');
});

const locked = {
  state: 'locked',
  protectedBy: ['passphrase'],
  sentence: 'The sessions are locked. Enter the passphrase to open them, here or with --passphrase-file.',
} as const;

test('a locked vault is opened where it is missed, on the Now screen; a wrong passphrase is said and cleared', async ({
  page,
  open,
}) => {
  const { world, publish } = await open({ vault: locked });
  publish({
    type: 'attention-raised',
    attention: { cause: 'vault-locked', message: locked.sentence, since: Date.now() },
  });
  publish({
    type: 'schedule',
    pause: null,
    next: {
      dueAt: null,
      trigger: 'schedule',
      reason: { kind: 'obstacle', obstacle: { kind: 'vault-locked', message: locked.sentence } },
    },
  });
  world.refusals.set('vault.unlock', () => 'This is not the passphrase. Nothing was changed.');
  await page.getByRole('link', { name: 'Now' }).click();
  const card = page.getByRole('region', { name: 'The sign-ins are locked' });
  const passphrase = card.getByLabel('Passphrase', { exact: true });
  await expect(page.getByText(/Enter the passphrase/)).toHaveCount(1);
  await expect(page.getByText('--passphrase-file')).toHaveCount(0);
  await expect(page.getByText('Nothing is collected before the vault is open.')).toBeVisible();
  await passphrase.fill('wrong one');
  await passphrase.press('Enter');
  await expect(card.getByText('This is not the passphrase.')).toBeVisible();
  await expect(passphrase).toHaveValue('');
  await expect(passphrase).toBeFocused();
  await look(page, 'now-locked');

  world.refusals.delete('vault.unlock');
  await passphrase.fill('the right one');
  await card.getByRole('button', { name: 'Unlock' }).click();
  await expect(passphrase).toHaveCount(0);
  publish({ type: 'attention-cleared', cause: 'vault-locked' });
  publish({
    type: 'schedule',
    pause: null,
    next: { dueAt: Date.now(), trigger: 'schedule', reason: { kind: 'unblocked' } },
  });
  await expect(card).toHaveCount(0);
});

test('where a passphrase opens nothing, none is asked for; where nothing protects, one is chosen', async ({
  page,
  open,
}) => {
  const { world, changed } = await open({
    vault: { ...locked, protectedBy: ['keychain'], sentence: 'The keychain does not open the sessions.' },
  });
  const security = section(page, 'Security');
  await expect(security).toContainText('The keychain does not open the sessions.');
  await expect(security.getByRole('textbox')).toHaveCount(0);
  await expect(security.getByLabel(/passphrase/i)).toHaveCount(0);
  world.vault = { state: 'unprotected', protectedBy: [], sentence: 'This computer has no keychain.' };
  changed('vault');
  await expect(security.getByLabel('New passphrase')).toBeVisible();
  await look(page, 'unprotected');
});

test('this computer: launch at login, folders, application and demo as the process can', async ({
  page,
  open,
}) => {
  const served = await open();
  const computer = section(page, 'This computer');
  await computer.getByLabel('Launch at login').press('Space');
  await expect(computer.getByLabel('Launch at login')).toBeChecked();
  served.world.refusals.set('system.openFolder', () => 'There is no file manager.');
  await computer.getByRole('button', { name: 'Open: Log files' }).click();
  await expect(computer.getByText('There is no file manager.')).toBeVisible();
  await computer.getByRole('button', { name: 'Start the demo' }).click();
  await expect.poll(() => sent(served, 'demo.start')).toEqual([{}]);

  const accounts = section(page, 'Accounts');
  await accounts.getByRole('button', { name: 'Change the Telegram application' }).click();
  await accounts.getByLabel('api_id').fill('77');
  await accounts.getByLabel('api_hash', { exact: true }).fill('zz');
  await accounts.getByLabel('api_hash', { exact: true }).press('Enter');
  await expect(accounts.getByText(/32 hexadecimal digits/)).toBeVisible();
  await accounts.getByLabel('api_hash', { exact: true }).fill('0123456789abcdef0123456789abcdef');
  await accounts.getByLabel('api_hash', { exact: true }).press('Enter');
  await expect(accounts).toContainText('api_id 77.');
});

test('in a browser nothing is offered that only the desktop can, and a refusal of the system is told', async ({
  page,
  open,
}) => {
  const { system } = settingsWorld();
  const { world } = await open({
    system: { ...system, mode: 'serve', launchAtLogin: null, canOpenFolders: false, canStartDemo: false },
  });
  const computer = section(page, 'This computer');
  await expect(section(page, 'Data and back-ups')).toContainText('/home/ada/.local/share/tidings');
  await expect(page.getByRole('button', { name: /^Open/ })).toHaveCount(0);
  await expect(computer.getByLabel('Launch at login')).toHaveCount(0);
  await expect(computer.getByRole('button', { name: 'Start the demo' })).toHaveCount(0);

  world.system = { ...system, launchAtLogin: { enabled: false, refusal: 'A Flatpak may not do it.' } };
  await page.reload();
  await expect(computer).toContainText('A Flatpak may not do it.');
  await expect(computer.getByRole('switch')).toHaveCount(0);
});

test('a standby says that settings are changed elsewhere; cut off, that nothing can be changed', async ({
  page,
  open,
}) => {
  const { publish, close } = await open();
  publish({ type: 'lease', lease: { kind: 'standby', holder: 'Tidings 4711' } });
  await expect(
    page.getByText(/Tidings 4711 collects into this database\. Settings are changed there\./),
  ).toBeVisible();
  await close();
  await expect(page.getByText(/Not connected, as of \d\d:\d\d\. Nothing can be changed/)).toBeVisible();
  await interval(page).fill('30');
  await interval(page).press('Enter');
  await expect(interval(page)).toHaveValue('30');
  await expect(interval(page)).toHaveAttribute('aria-invalid', 'true');
  await look(page, 'cut-off');
});

test('each section is reached by its address and by the list beside it, its heading focused', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 1400, height: 700 });
  await open({}, 'security');
  await expect(page.getByRole('heading', { name: 'Security' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Security' })).toBeInViewport();
  const list = page.getByRole('navigation', { name: 'On this page' });
  await list.getByRole('link', { name: 'Notifications' }).press('Enter');
  await expect(page).toHaveURL(/#settings\/notifications$/);
  await expect(page.getByRole('heading', { name: 'Notifications' })).toBeFocused();
  await expect(list.getByRole('link', { name: 'Notifications' })).toHaveAttribute('aria-current', 'location');
});
