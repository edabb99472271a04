import packageDocument from '../package.json' with { type: 'json' };
import { exitCodes } from './command-line/exit-codes.ts';
import { runCommandLine } from './command-line/program.ts';

// Whoever reads may stop early (`| head`): what is under way still goes on to its proper end. An answer that cannot be
// written at all (a full disk) is none.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    if (stream === process.stdout) {
      process.stderr.write(
        `The answer could not be written: ${error.message}. What was collected is kept.\n`,
      );
    }
    process.exit(exitCodes.failed);
  });
}

const exitCode = await runCommandLine(process.argv.slice(2), packageDocument.version);
// The Telegram client's ping timers would hold the process for seconds; what was said must still get out.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
);
process.exit(exitCode);
