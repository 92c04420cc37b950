// Bringing over a Tautulli from its file: how many rows a second, and whether anything else has to wait meanwhile.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { openHistory } from '../src-main/history/open-history.ts';
import { systemClock } from '../src-main/lib/clock.ts';
import { silentLog } from '../src-main/lib/log.ts';
import { newId } from '../src-main/lib/new-id.ts';
import { makeTautulliFile, tautulliServerId } from './make-tautulli-file.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { machineMs, round, whole } from './numbers.ts';
import type { Stage } from './stage.ts';

const leastPerSecond = 40_000;
const mostDelayMs = 30;
const lookEveryMs = 50;

const run = async (stage: Stage): Promise<Row[]> => {
  const { plays } = stage.options;
  const dir = await stage.makeDir();
  const path = join(dir, 'tautulli.db');
  makeTautulliFile(path, plays);
  const dataDir = await stage.makeDir();
  const history = await openHistory({ dataDir, site: 'bench', log: silentLog, clock: systemClock, newId });
  stage.onClose('the history', history.close);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const wanted = { source: { kind: 'file' as const, path }, serverId: tautulliServerId };
  const inspectedAtMs = machineMs();
  await history.imports.inspect(wanted);
  const inspectedMs = machineMs() - inspectedAtMs;
  let mostBytes = 0;
  const look = setInterval(() => (mostBytes = Math.max(mostBytes, process.memoryUsage.rss())), lookEveryMs);
  delay.enable();
  const cpuBefore = process.cpuUsage();
  const beganAtMs = machineMs();
  const started = await history.imports.start(wanted);
  const ended = started.kind === 'run' ? await history.imports.ended(started.run.importId) : null;
  const tookMs = machineMs() - beganAtMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  delay.disable();
  clearInterval(look);
  if (ended?.counts.added !== plays) throw new Error(`brought ${ended?.counts.added ?? 0} of ${plays}`);
  const [cpuUs, megabytes] = [round((user + system) / plays), round(mostBytes / 1e6)];
  const perSecond = Math.round(plays / (tookMs / 1000));
  const delayMs = round((delay.percentile(99) - 1e6) / 1e6);
  const againAtMs = machineMs();
  const again = await history.imports.start(wanted);
  if (again.kind === 'run') await history.imports.ended(again.run.importId);
  const againMs = machineMs() - againAtMs;
  const undoneAtMs = machineMs();
  await history.imports.undo(ended.importId);
  const undoneMs = machineMs() - undoneAtMs;
  return [
    toRow({
      what: `a Tautulli file of ${whole(plays)} rows brought over`,
      measured: `${whole(perSecond)} rows/s (${round(tookMs / 1000)} s; its report ${round(inspectedMs / 1000)} s; again ${round(againMs / 1000)} s; undone in ${round(undoneMs / 1000)} s)`,
      values: { perSecond, tookMs, inspectedMs, againMs, undoneMs },
      budget: { says: `≥ ${whole(leastPerSecond)} rows/s`, value: perSecond, least: leastPerSecond },
    }),
    toRow({
      what: 'processor time of a row, memory of the bench meanwhile',
      measured: `${cpuUs} µs, at most ${megabytes} MB`,
      values: { cpuUs, megabytes },
    }),
    toRow({
      what: 'delay of the event loop meanwhile (p99)',
      measured: `${delayMs} ms`,
      values: { delayMs },
      budget: { says: `≤ ${mostDelayMs} ms`, value: delayMs, most: mostDelayMs },
    }),
  ];
};

export const importing: Measurement = { name: 'import', limitMs: 150_000, run };
