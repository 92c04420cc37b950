// The process that fills a long history: in the bench itself it would leave behind what disturbs the measuring.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { makePlays } from './make-plays.ts';

const [dataDir = '', plays = ''] = process.argv.slice(2);
const bareMs = await makePlays(dataDir, Number(plays));
// Else the system writes gigabytes out while questions are asked.
const file = openSync(join(dataDir, 'marquee.duckdb'), 'r+');
fsyncSync(file);
closeSync(file);
process.send?.(bareMs, () => process.exit(0));
