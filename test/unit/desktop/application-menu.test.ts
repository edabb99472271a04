import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import type { DesktopCommand } from '../../../electron/desktop/actions.ts';
import { applicationMenuOf } from '../../../electron/desktop/application-menu.ts';

function menuFor(platform: NodeJS.Platform, options: { demo?: boolean; development?: boolean } = {}) {
  const asked: DesktopCommand[] = [];
  const template = applicationMenuOf({
    platform,
    demo: options.demo ?? false,
    development: options.development ?? false,
    act: (command) => asked.push(command),
  });
  const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  const find = (label: string): MenuItemConstructorOptions | undefined =>
    items.find((item) => item.label === label);
  const choose = (label: string) => (find(label)?.click as (() => void) | undefined)?.();
  return { template, items, find, choose, asked };
}

test('macOS has the application first and its own Window menu, the others have File', () => {
  const titles = (platform: NodeJS.Platform) =>
    menuFor(platform).template.map(({ label, role }) => label ?? role);
  expect(titles('darwin')).toEqual(['Tidings', 'Collect', 'editMenu', 'View', 'windowMenu', 'Help']);
  expect(titles('win32')).toEqual(['File', 'editMenu', 'View', 'Help']);
});

test.each(['darwin', 'win32', 'linux'] as const)(
  'on %s the shortcuts people expect are there, each once',
  (platform) => {
    const { items, find } = menuFor(platform);
    expect(find('Collect now')?.accelerator).toBe('CmdOrCtrl+R');
    expect(find('Stop')?.accelerator).toBe('CmdOrCtrl+.');
    expect(find('Close window')?.accelerator).toBe('CmdOrCtrl+W');
    expect(find('Quit Tidings')?.accelerator).toBe('CmdOrCtrl+Q');
    expect(find('Settings…')?.accelerator).toBe('CmdOrCtrl+,');
    const accelerators = items.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
    expect(new Set(accelerators).size).toBe(accelerators.length);
  },
);

test('what is chosen is asked for', () => {
  const { choose, asked } = menuFor('linux');
  for (const label of ['Collect now', 'Stop', 'Open logs', 'About Tidings', 'Quit Tidings']) choose(label);
  expect(asked.map((command) => command.do)).toEqual(['collect', 'stop', 'open-logs', 'about', 'quit']);
});

test('the demo is offered, and in the demo the way out of it', () => {
  expect(menuFor('linux').find('Try the demo')).toBeDefined();
  expect(menuFor('linux', { demo: true }).find('Try the demo')).toBeUndefined();
  expect(menuFor('linux', { demo: true }).find('Leave the demo')).toBeDefined();
});

test('pages can be reloaded and looked into in a checkout only', () => {
  const roles = (development: boolean) => menuFor('linux', { development }).items.map(({ role }) => role);
  expect(roles(true)).toContain('toggleDevTools');
  expect(roles(false)).not.toContain('toggleDevTools');
  expect(roles(false)).not.toContain('reload');
});
