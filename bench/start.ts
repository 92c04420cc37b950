// From the start of the process to the first live picture of a server on which three people watch.
import { execFileSync } from 'node:child_process';
import { snapshotSchema } from '../src-contract/live.ts';
import { startCore } from './core-process.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { nodes, type NodeProgram } from './nodes.ts';
import { formatRatio, formatSpread, machineMs, median, pause, percentile, spreadValues } from './numbers.ts';
import { startSimProcess, type SimProcess } from './sim-process.ts';
import { createStage, type Stage } from './stage.ts';

const limitMs = 30_000;

const startOnce = async (stage: Stage, sim: SimProcess, dataDir: string, node: NodeProgram): Promise<number> => {
  const core = await startCore(stage, { sim, dataDir, node });
  for (;;) {
    const { servers, sessions } = snapshotSchema.parse(await (await core.get('/api/v1/live')).json());
    const atMs = machineMs();
    if (servers[0]?.status.kind === 'live' && sessions.length === 3) {
      await core.end();
      return atMs - core.spawnedAtMs;
    }
    if (atMs - core.spawnedAtMs > limitMs) throw new Error('Marquee showed no live server');
    await pause(5);
  }
};

const timeBare = ({ file }: NodeProgram): number => {
  const beganAtMs = machineMs();
  execFileSync(file, ['--eval', '0']);
  return machineMs() - beganAtMs;
};

const run = async (stage: Stage): Promise<Row[]> => {
  const sim = await startSimProcess(stage, 'quiet');
  for (const user of ['Celia', 'Dmitri', 'Elif']) await sim.tell({ kind: 'start', user });
  const rows: Row[] = [];
  for (const node of nodes) {
    const dataDir = await stage.makeDir();
    const samplesMs: number[] = [];
    for (let count = 0; count < (stage.options.quick ? 2 : 6); count += 1) {
      const own = createStage(stage.options);
      stage.onClose('a start', own.close);
      samplesMs.push(await startOnce(own, sim, dataDir, node));
    }
    const bareMs = [1, 2, 3].map(() => timeBare(node));
    rows.push(
      toRow({
        what: `start → first live snapshot, Node ${node.version} (p50 / p95)`,
        measured: formatSpread(samplesMs),
        values: spreadValues(samplesMs),
        budget: { says: '≤ 2 s', value: percentile(samplesMs, 0.95), most: 2000 },
        ratio: formatRatio(median(samplesMs), median(bareMs), 'node --eval 0'),
      }),
    );
  }
  return rows;
};

export const start: Measurement = { name: 'start', limitMs: 90_000, run };
