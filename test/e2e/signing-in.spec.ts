import { test as base, expect } from '@playwright/test';
import { startCommand } from '../support/command.ts';
import { type Newcomer, startNewcomer } from '../support/newcomer.ts';
import { walks } from './sign-in-walks.ts';

const test = base.extend<{ newcomer: Newcomer; address: string }>({
  newcomer: async ({ browserName: _browserName }, use) => {
    const newcomer = await startNewcomer();
    await use(newcomer);
    await newcomer.close();
  },
  address: async ({ newcomer }, use) => {
    const serving = startCommand(['serve', ...newcomer.common]);
    const [, address = ''] = await serving.line(/(http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/);
    await use(address);
    // One sentence on where the key of the vault lies, and nothing else.
    expect((await serving.end('SIGTERM')).stderr).toMatch(/^No passphrase was given[^\n]*\n?$/);
  },
});

for (const { name, walk } of walks) {
  test(name, async ({ page, newcomer, address }) => {
    await page.goto(address);
    await walk(page, newcomer);
  });
}
