// A process of its own that imports a file, or a Tautulli by its address, and prints how far it is: for a test that kills it.
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { newId } from '../../lib/new-id.ts';
import { openHistory } from '../open-history.ts';

const [dataDir = '', from = ''] = process.argv.slice(2);
const source = from.startsWith('http')
  ? { kind: 'api' as const, url: from, key: 'right-key' }
  : { kind: 'file' as const, path: from };

const history = await openHistory({ dataDir, site: 'importer', log: silentLog, clock: systemClock, newId });
const begun = await history.imports.start({ source, serverId: 'server-1' });
if (begun.kind !== 'run') throw new Error(`It did not begin: ${begun.kind}`);
let told = -1;
for (;;) {
  const run = await history.imports.progress(begun.run.importId);
  if (run && run.done !== told) process.stdout.write(`${run.done}\n`);
  told = run?.done ?? told;
  if (run?.state !== 'running') break;
  await new Promise((resolve) => setTimeout(resolve, 1));
}
await history.close();
