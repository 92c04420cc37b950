// A long history over HTTP: pages, filters, searches, home cards and every chart; and what the core weighs after that.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startCore, type Core } from './core-process.ts';
import { questions, type Question } from './history-questions.ts';
import { makePlays } from './make-plays.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import {
  formatRatio,
  formatSpread,
  machineMs,
  median,
  megabytes,
  pause,
  percentile,
  spreadValues,
  whole,
} from './numbers.ts';
import type { Stage } from './stage.ts';

/** Beyond so many plays other budgets hold. */
const largePlays = 1_000_000;
const restMs = 5000;
const toBudgetMs = (plays: number, { unusual = false }: Question): number =>
  plays < largePlays ? 50 : unusual ? 1000 : 150;

/** From the question to the last byte of the answer. */
const time = async (core: Core, path: string): Promise<number> => {
  const beganAtMs = machineMs();
  const answer = await core.get(path);
  const text = await answer.text();
  const tookMs = machineMs() - beganAtMs;
  // An error would be fast.
  if (!answer.ok) throw new Error(`${path}: ${text.slice(0, 200)}`);
  return tookMs;
};

/** Always the same work, some milliseconds of one core: where its time varies, something else is at work. */
const calculate = (): number => {
  const beganAtMs = machineMs();
  let mixed = 1;
  for (let n = 0; n < 4_000_000; n += 1) mixed = (Math.imul(mixed, 1_664_525) + n) | 0;
  if (mixed === 0) throw new Error('Nothing was calculated.');
  return machineMs() - beganAtMs;
};

const run = async (stage: Stage): Promise<Row[]> => {
  const { plays, quick } = stage.options;
  const dataDir = await stage.makeDir();
  const bareMs = await makePlays(dataDir, plays);
  const fileMb = megabytes(statSync(join(dataDir, 'marquee.duckdb')).size);
  // The first backup of so long a history would fall into the minutes that are measured; it is made once a day.
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ backups: { on: false } }));
  const core = await startCore(stage, { sim: null, dataDir });
  const { total } = z.object({ total: z.number() }).parse(await (await core.get('/api/v1/history?length=1')).json());
  const timed = questions.map((question) => ({ question, samplesMs: new Array<number>() }));
  const roundsMb: number[] = [];
  const calculatedMs: number[] = [];
  const rounds = quick ? 5 : 40;
  const endAtMs = machineMs() + (quick ? 15_000 : 300_000);
  for (let n = 0; n < rounds && (n < 3 || machineMs() < endAtMs); n += 1) {
    for (const { question, samplesMs } of timed) {
      const tookMs = await time(core, question.path(n, total));
      // The first answer comes from a cold file.
      if (n === 0) continue;
      samplesMs.push(tookMs);
      calculatedMs.push(calculate());
    }
    roundsMb.push(megabytes((await core.usage()).rssBytes));
  }
  const lastMb = roundsMb.at(-1) ?? 0;
  // Budgeted is what stays: what was free is given back every two seconds. The course says what it is meanwhile.
  await pause(restMs);
  const rssMb = megabytes((await core.usage()).rssBytes);
  const halfMb = roundsMb[Math.floor(roundsMb.length / 2)] ?? 0;
  const asked = timed.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0);
  const mostMb = plays < largePlays ? 250 : 600;
  return [
    ...timed.map(({ question, samplesMs }) => {
      const most = toBudgetMs(plays, question);
      return toRow({
        what: `${question.name}, ${whole(plays)} plays, HTTP (p50 / p95)`,
        measured: formatSpread(samplesMs),
        values: spreadValues(samplesMs),
        budget: { says: `p95 ≤ ${most} ms`, value: percentile(samplesMs, 0.95), most },
        ratio: formatRatio(median(samplesMs), median(bareMs), 'a plain SELECT * of DuckDB'),
      });
    }),
    toRow({
      what: 'the same calculation between the questions (p50 / p95)',
      measured: formatSpread(calculatedMs),
      values: spreadValues(calculatedMs),
      ratio: formatRatio(percentile(calculatedMs, 0.95), median(calculatedMs), 'its median'),
    }),
    toRow({
      what: `memory ${restMs / 1000} s after ${asked} questions to ${whole(plays)} plays`,
      measured: `${rssMb} MB (file ${fileMb} MB)`,
      values: { rssMb, fileMb },
      budget: { says: `≤ ${mostMb} MB`, value: rssMb, most: mostMb },
    }),
    toRow({
      what: `memory while browsing ${whole(plays)} plays, ${roundsMb.length} rounds (first → half → last)`,
      measured: `${roundsMb[0] ?? 0} → ${halfMb} → ${lastMb} MB, at most ${Math.max(...roundsMb)}`,
      values: { firstMb: roundsMb[0] ?? 0, halfMb, lastMb },
      ratio: formatRatio(lastMb, halfMb, 'after half of them'),
    }),
  ];
};

export const history: Measurement = { name: 'history', limitMs: 1_800_000, run };
