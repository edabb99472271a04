// `npm test`: everything, in the order in which a mistake is cheapest to find. Ends with the plain line
// `N passed, N failed` of the tests that really ran; the checks before them count as one each.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './support/chromium.ts';

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'test-results');
const only = process.argv[2];

function run(
  title: string,
  script: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): boolean {
  process.stdout.write(`\n── ${title}\n`);
  const result = spawnSync(process.execPath, [join(root, script), ...parameters], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (result.error) throw result.error;
  return result.status === 0;
}

function check(title: string, script: string, parameters: readonly string[]): Tally {
  const ok = run(title, script, parameters);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

function unitTests(): Tally {
  const report = join(reports, 'unit.json');
  const ok = run('Unit tests', 'node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
  };
  // A file that does not load, or an error outside any test, fails the run without a failed test.
  const failed = counts.numFailedTests === 0 && !ok ? 1 : counts.numFailedTests;
  return { passed: counts.numPassedTests, failed, skipped: counts.numPendingTests };
}

function endToEndTests(): Tally {
  const report = join(reports, 'e2e.json');
  const browser = findChromium();
  process.stdout.write(`\nBrowser for the screens: ${browser}\n`);
  const ok = run(
    'End-to-end tests',
    'node_modules/@playwright/test/cli.js',
    ['test', '--reporter=list,json'],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      TIDINGS_CHROMIUM: browser,
    },
  );
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(report, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed === 0 && !ok ? 1 : failed, skipped: stats.skipped };
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const tallies: Tally[] = [];
if (only === undefined) {
  tallies.push(check('Types', 'node_modules/typescript/bin/tsc', ['-b']));
  tallies.push(check('Lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']));
  tallies.push(unitTests());
}
tallies.push(check('Build', 'node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn']));
if (tallies.at(-1)?.failed === 0) tallies.push(endToEndTests());

const sum = (count: keyof Tally): number => tallies.reduce((total, tally) => total + tally[count], 0);
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
