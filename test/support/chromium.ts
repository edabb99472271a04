import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * A browser for the screens: the one named by TIDINGS_CHROMIUM, Playwright's own, an installed one, or, as
 * root on Debian, the package `chromium`, installed now. Throws an Error that says what to install.
 */
export function findChromium(): string {
  const found = installedChromium();
  if (found !== null) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('No browser found: installing Debian\'s package "chromium".\n');
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = (parameters: readonly string[]): boolean =>
      spawnSync('apt-get', parameters, { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
        .status === 0;
    if (
      install(['update', '-qq']) &&
      install(['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'])
    ) {
      const installed = installedChromium();
      if (installed !== null) return installed;
    }
  }
  throw new Error(
    'The end-to-end tests need a browser: run "npx playwright install chromium", or install Chromium or Chrome.',
  );
}

function installedChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    process.env.TIDINGS_CHROMIUM,
    chromium.executablePath(),
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...places,
  ];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}

/** What a browser needs here: no sandbox as root, and no background traffic of its own. */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
