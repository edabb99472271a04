import packageDocument from '../package.json' with { type: 'json' };
import { runCommandLine } from './command-line/program.ts';

const exitCode = await runCommandLine(process.argv.slice(2), packageDocument.version);
// The Telegram client's ping timers would hold the process for seconds; what was said must still get out.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
);
process.exit(exitCode);
