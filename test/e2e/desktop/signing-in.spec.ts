import { type Newcomer, startNewcomer } from '../../support/newcomer.ts';
import { walks } from '../sign-in-walks.ts';
import { test as base } from './fixture.ts';

const test = base.extend<{ newcomer: Newcomer }>({
  newcomer: async ({ browserName: _browserName }, use) => {
    const newcomer = await startNewcomer();
    await use(newcomer);
    await newcomer.close();
  },
});

for (const { name, walk } of walks) {
  test(`in the window: ${name}`, async ({ openWith, newcomer }) => {
    const app = await openWith(newcomer.common);
    await walk(await app.window(), newcomer);
  });
}
