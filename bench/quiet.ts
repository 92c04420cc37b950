// What Marquee costs when little happens: with three streams and no window, and with nothing playing at all.
import { startCore, type Core } from './core-process.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { nodes, type NodeProgram } from './nodes.ts';
import { formatRatio, megabytes, pause, round } from './numbers.ts';
import { startSimProcess } from './sim-process.ts';
import type { Stage } from './stage.ts';

const hourMs = 3_600_000;

/** What was used between two looks. */
const useFor = async (core: Core, forMs: number) => {
  const before = await core.usage();
  await pause(forMs);
  const after = await core.usage();
  return {
    forMs: after.atMs - before.atMs,
    cpuMs: after.cpuMs - before.cpuMs,
    writtenBytes: after.writtenBytes - before.writtenBytes,
    rssBytes: after.rssBytes,
  };
};

const runStreams = async (stage: Stage): Promise<Row[]> => {
  const sim = await startSimProcess(stage, 'quiet');
  for (const how of ['direct', 'audio', 'hd720'] as const) await sim.tell({ kind: 'start', how });
  const core = await startCore(stage, { sim, dataDir: await stage.makeDir() });
  // V8's other threads compile what turns out to be used often: for a minute and a half that is a third of all.
  await pause(stage.options.quick ? 5000 : 90_000);
  const { cpuMs, forMs } = await useFor(core, stage.options.quick ? 5000 : 25_000);
  const percent = (cpuMs / forMs) * 100;
  return [
    toRow({
      what: 'CPU with 3 streams, no window',
      measured: `${round(percent, 2)} % of a core over ${round(forMs / 1000, 0)} s`,
      values: { percent: round(percent, 3), seconds: round(forMs / 1000) },
      budget: { says: '≤ 0.5 %', value: percent, most: 0.5 },
    }),
  ];
};

const idle = async (stage: Stage, node: NodeProgram): Promise<Row[]> => {
  const sim = await startSimProcess(stage, 'quiet');
  const core = await startCore(stage, { sim, dataDir: await stage.makeDir(), node });
  // What a new server holds is counted after some twenty seconds, and written once.
  await pause(stage.options.quick ? 3000 : 75_000);
  const { writtenBytes, forMs, rssBytes, cpuMs } = await useFor(core, stage.options.quick ? 8000 : 60_000);
  const perHourMb = megabytes((writtenBytes / forMs) * hourMs);
  const rssMb = megabytes(rssBytes);
  return [
    toRow({
      what: `memory idle, nothing playing, Node ${node.version}`,
      measured: `${rssMb} MB (CPU ${round((cpuMs / forMs) * 100, 2)} %)`,
      values: { rssMb, cpuPercent: round((cpuMs / forMs) * 100, 3) },
      budget: { says: '≤ 120 MB', value: rssMb, most: 120 },
    }),
    toRow({
      what: `written to disk, nothing playing, Node ${node.version}`,
      measured: `${perHourMb} MB/h (${writtenBytes} bytes in ${round(forMs / 1000, 0)} s)`,
      values: { mbPerHour: perHourMb, bytes: writtenBytes, seconds: round(forMs / 1000) },
      budget: { says: '≤ 1 MB/h', value: perHourMb, most: 1 },
      ratio: formatRatio(perHourMb, 1, 'the limit'),
    }),
  ];
};

export const streams: Measurement = { name: 'streams-3', limitMs: 180_000, run: runStreams };
export const nothing: Measurement = {
  name: 'idle',
  limitMs: 240_000,
  run: async (stage) => (await Promise.all(nodes.map((node) => idle(stage, node)))).flat(),
};
