// A process of its own that tries to back a history up, for a test that leaves it no room, and says how that went.
import { silentLog } from '../../lib/log.ts';
import { backUp } from '../backups.ts';
import { openDatabase } from '../database.ts';
import { databasePathIn } from '../files.ts';

const [dataDir = ''] = process.argv.slice(2);
const database = await openDatabase(databasePathIn(dataDir));
try {
  await backUp({ database, dataDir, nowMs: Date.UTC(2030, 0), log: silentLog });
  process.stdout.write('made');
} catch (error) {
  process.stdout.write(`failed: ${String(error)}`);
}
process.exit(0);
