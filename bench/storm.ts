// Five hundred sessions that report every ten seconds, for minutes: what that costs the core, and whether it grows.
import { startCore, type Core, type Usage } from './core-process.ts';
import { openLiveClient } from './live-client.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { nodes } from './nodes.ts';
import { formatRatio, machineMs, megabytes, median, pause, round, slopeOf } from './numbers.ts';
import { startSimProcess } from './sim-process.ts';
import type { Stage } from './stage.ts';

const people = 500;
/** Where caches and pages of the database are still filling. */
const settlingShare = 0.3;
/** A shorter watch says nothing about growth. */
const judgedFromMinutes = 4;
const mostGrowthPercent = 5;

type Course = { core: Core; usages: Usage[] };

const openOne = async (stage: Stage, core: Core): Promise<Course> => {
  const live = await openLiveClient(stage, core);
  await live.until('500 sessions', ({ sessions }) => sessions.length >= people, 60_000);
  return { core, usages: [] };
};

const toRows = ({ core, usages }: Course, rest: { simCpuMs: number; framesPerSecond: number }): Row[] => {
  const [first, last] = [usages[0], usages.at(-1)];
  if (!first || !last) return [];
  const forMs = last.atMs - first.atMs;
  const minutes = round(forMs / 60_000);
  const cpuPercent = ((last.cpuMs - first.cpuMs) / forMs) * 100;
  const settled = usages.slice(Math.floor(usages.length * settlingShare));
  const slope = slopeOf(settled.map(({ atMs, rssBytes }) => ({ x: atMs / 60_000, y: rssBytes / 1024 / 1024 })));
  const third = Math.ceil(settled.length / 3);
  const levelOf = (part: Usage[]) => megabytes(median(part.map(({ rssBytes }) => rssBytes)));
  const [fromMb, toMb] = [levelOf(settled.slice(0, third)), levelOf(settled.slice(-third))];
  const growthPercent = (toMb / fromMb - 1) * 100;
  const mostMb = megabytes(Math.max(...usages.map(({ rssBytes }) => rssBytes)));
  const delay = last.delayMs ?? { p50: Number.NaN, p99: Number.NaN, most: Number.NaN };
  const who = `${people} sessions, Node ${core.node.version}`;
  return [
    toRow({
      what: `${who}: CPU, one window open`,
      measured: `${round(cpuPercent)} % of a core (${round(rest.framesPerSecond)} frames/s, ${minutes} min)`,
      values: { cpuPercent: round(cpuPercent, 2), framesPerSecond: round(rest.framesPerSecond), minutes },
      ratio: formatRatio(last.cpuMs - first.cpuMs, rest.simCpuMs, 'the simulator'),
    }),
    toRow({
      what: `${who}: memory`,
      measured: `${fromMb} → ${toMb} MB, at most ${mostMb}, ${round(slope, 2)} MB/min`,
      values: { fromMb, toMb, mostMb, growthPercent: round(growthPercent, 2), slopeMbPerMinute: round(slope, 3) },
      ...(minutes < judgedFromMinutes
        ? {}
        : { budget: { says: `flat: ≤ +${mostGrowthPercent} %`, value: growthPercent, most: mostGrowthPercent } }),
      ratio: formatRatio(mostMb, 250, 'the limit of 250 MB'),
    }),
    toRow({
      what: `${who}: event-loop delay (p50 / p99)`,
      measured: `${round(delay.p50)} / ${round(delay.p99)} ms, at most ${round(delay.most)}`,
      values: { p50Ms: round(delay.p50, 2), p99Ms: round(delay.p99, 2), mostMs: round(delay.most, 2) },
      ratio: formatRatio(delay.p99, 30, 'the 30 ms allowed to an import'),
    }),
  ];
};

const run = async (stage: Stage): Promise<Row[]> => {
  const sim = await startSimProcess(stage, 'storm');
  const courses: Course[] = [];
  for (const node of nodes) {
    const core = await startCore(stage, { sim, dataDir: await stage.makeDir(), node });
    courses.push(await openOne(stage, core));
  }
  await pause(stage.options.quick ? 4000 : 10_000);

  const before = await sim.usage();
  const beganAtMs = machineMs();
  const endAtMs = beganAtMs + stage.options.minutes * 60_000;
  for (const { core, usages } of courses) usages.push(await core.watchDelay());
  while (machineMs() < endAtMs) {
    await pause(Math.max(0, Math.min(5000, endAtMs - machineMs())));
    for (const { core, usages } of courses) usages.push(await core.usage());
  }
  const after = await sim.usage();
  const rest = {
    simCpuMs: after.cpuMs - before.cpuMs,
    framesPerSecond: ((after.frames - before.frames) / (machineMs() - beganAtMs)) * 1000,
  };
  return courses.flatMap((course) => toRows(course, rest));
};

/** @param minutes how long it watches; the rest of the limit is for starting five hundred players */
export const createStorm = (minutes: number): Measurement => ({
  name: 'storm',
  limitMs: minutes * 60_000 + 120_000,
  run,
});
