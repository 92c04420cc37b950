// A page of the history over HTTP, when the history is long; and what the core weighs after much of that.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startCore, type Core } from './core-process.ts';
import { makePlays, serverId, userCount } from './make-plays.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { formatRatio, formatSpread, machineMs, median, megabytes, percentile, spreadValues, whole } from './numbers.ts';
import type { Stage } from './stage.ts';

const budgetMs = 50;
const pageSchema = z.object({ items: z.array(z.unknown()).min(1), total: z.number() });

/** From the question to the last byte of the answer. */
const timePage = async (core: Core, query: string): Promise<number> => {
  const beganAtMs = machineMs();
  const text = await (await core.get(`/api/v1/history?${query}`)).text();
  const tookMs = machineMs() - beganAtMs;
  // An error would be fast.
  pageSchema.parse(JSON.parse(text));
  return tookMs;
};

const run = async (stage: Stage): Promise<Row[]> => {
  const { plays, quick } = stage.options;
  const dataDir = await stage.makeDir();
  const bareMs = await makePlays(dataDir, plays);
  const fileMb = megabytes(statSync(join(dataDir, 'marquee.duckdb')).size);
  const core = await startCore(stage, { sim: null, dataDir });
  const { total } = pageSchema.parse(await (await core.get('/api/v1/history?length=1')).json());
  const pages = [
    { name: 'newest page', query: () => 'length=50' },
    { name: 'deep page', query: (n: number) => `length=50&start=${Math.floor(total * 0.9) + n}` },
    { name: 'page of one person', query: (n: number) => `length=50&user=user-${n % userCount}` },
    { name: 'page of one server, short ones too', query: () => `length=50&server=${serverId}&includeShort=true` },
  ];
  const rounds = quick ? 20 : 150;
  const endAtMs = machineMs() + (quick ? 8000 : 30_000);
  const timed = pages.map(({ name, query }) => ({ name, query, samplesMs: new Array<number>() }));
  for (let n = 0; n < rounds && machineMs() < endAtMs; n += 1) {
    for (const { query, samplesMs } of timed) samplesMs.push(await timePage(core, query(n)));
  }
  const rssMb = megabytes((await core.usage()).rssBytes);
  return [
    ...timed.map(({ name, samplesMs }) =>
      toRow({
        what: `history, ${name}, ${whole(plays)} plays, HTTP (p50 / p95)`,
        measured: formatSpread(samplesMs),
        values: spreadValues(samplesMs),
        budget: { says: `p95 ≤ ${budgetMs} ms`, value: percentile(samplesMs, 0.95), most: budgetMs },
        ratio: formatRatio(median(samplesMs), median(bareMs), 'a plain SELECT * of DuckDB'),
      }),
    ),
    toRow({
      what: `memory after ${timed.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0)} pages`,
      measured: `${rssMb} MB (file ${fileMb} MB)`,
      values: { rssMb, fileMb },
      budget: { says: '≤ 250 MB', value: rssMb, most: 250 },
    }),
  ];
};

export const history: Measurement = { name: 'history', limitMs: 150_000, run };
