/**
 * A process of its own that writes one post after another until it is killed, and prints the id of each
 * once its transaction is committed. Argument: the database file.
 */
import { openStore } from '../../../electron/store/open-store.ts';
import { silentLog } from './silent-log.ts';
import { anAccount, aPost, newRun, noon, signInAndAdd, writerOf } from './store-samples.ts';

const file = process.argv[2];
if (file === undefined) throw new Error('The database file is missing.');

const { store } = await openStore({ file, log: silentLog, now: () => noon });
const writer = await writerOf(store, process.pid);
await signInAndAdd(writer, 1);
const runId = await writer.runs.begin(newRun.run);
const step = { runId, accountId: anAccount.id, channelId: 1, channelTitle: 'Channel 1', startedAt: noon };
const stepId = await writer.runs.beginStep(step);
for (let id = 1; ; id += 1) {
  await writer.posts.keep(stepId, { posts: [aPost(id)] }, noon);
  await new Promise((written) => process.stdout.write(`${id}\n`, written));
}
