// A process of its own that puts a copy in a database's place, to be killed meanwhile.
import { restoreNow } from '../../../electron/store/restore.ts';
import { silentLog } from './silent-log.ts';

const [file = '', copy = ''] = process.argv.slice(2);
process.stdout.write('begins\n');
restoreNow({ file, copy, log: silentLog, now: Date.now });
process.stdout.write('done\n');
