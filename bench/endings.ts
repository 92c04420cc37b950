// How long an end takes to be known: a stop that was asked for, and a session that left the list without a word.
import { startCore } from './core-process.ts';
import { openLiveClient, type LiveClient } from './live-client.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { formatRatio, machineMs, median, pause, percentile, round } from './numbers.ts';
import { startSimProcess, type SimProcess } from './sim-process.ts';
import type { Stage } from './stage.ts';

/** The verdict falls at ten seconds; this is what it may take to arrive. */
const verdictMs = 10_100;
const viewers = ['Celia', 'Dmitri', 'Elif'];

const open = async (stage: Stage, tell: (sim: SimProcess) => Promise<unknown>): Promise<[SimProcess, LiveClient]> => {
  const sim = await startSimProcess(stage, 'quiet');
  await tell(sim);
  const settings = { PLEX_SESSION_POLL_INTERVAL: stage.options.quick ? '10s' : '30s' };
  const live = await openLiveClient(stage, await startCore(stage, { sim, dataDir: await stage.makeDir(), settings }));
  await live.until(
    'A live server',
    ({ servers, sessions }) => servers[0]?.status.kind === 'live' && sessions.length >= viewers.length,
  );
  return [sim, live];
};

const runStops = async (stage: Stage): Promise<Row[]> => {
  const [, live] = await open(stage, async (sim) => {
    for (const user of viewers) await sim.tell({ kind: 'start', user });
    await sim.tell({ kind: 'start', user: 'Farid', stubborn: true });
  });
  await live.until('The stubborn one', ({ sessions }) => sessions.length === viewers.length + 1);
  const stop = async (sessionId: string) => {
    const askedAtMs = machineMs();
    const outcome = await live.procedures.sessions.stop({ sessionId, message: 'The bench stops you.' });
    return { kind: outcome.kind, tookMs: machineMs() - askedAtMs };
  };
  const outcomes = await Promise.all(live.snapshot().sessions.map(({ id }) => stop(id)));
  const ofKind = (wanted: string) => outcomes.filter(({ kind }) => kind === wanted).map(({ tookMs }) => tookMs);
  const toStopRow = (kind: string, what: string, expected: number) => {
    const samplesMs = ofKind(kind);
    if (samplesMs.length !== expected) throw new Error(`Not every stop was ${kind}: ${JSON.stringify(outcomes)}`);
    const mostMs = percentile(samplesMs, 1);
    return toRow({
      what,
      measured: `${round(mostMs / 1000, 2)} s`,
      values: { mostMs: round(mostMs), samples: samplesMs.length },
      budget: { says: '≤ 10 s', value: mostMs, most: verdictMs },
      ratio: formatRatio(median(samplesMs), 10_000, 'the limit'),
    });
  };
  return [
    toStopRow('stopped', 'stop asked → confirmed', viewers.length),
    toStopRow('still-playing', 'stop asked → honestly failed (a player that plays on)', 1),
  ];
};

const runGone = async (stage: Stage): Promise<Row[]> => {
  const keys: string[] = [];
  const [sim, live] = await open(stage, async (started) => {
    for (const user of viewers) keys.push((await started.tell({ kind: 'start', user })).sessionKey);
  });
  // The first lists come in quick succession; what is measured is the safety net afterwards.
  await pause(stage.options.quick ? 4500 : 8000);
  const close = async (key: string): Promise<number> => {
    const { frameAtMs } = await sim.tell({ kind: 'vanish', sessionKey: key });
    const isGone = ({ sessions }: { sessions: { sessionKey: string }[] }) =>
      !sessions.some(({ sessionKey }) => sessionKey === key);
    return (await live.until('The end of a session that left the list', isGone, 90_000)) - frameAtMs;
  };
  const samplesMs = await Promise.all(keys.map(close));
  const mostMs = percentile(samplesMs, 1);
  return [
    toRow({
      what: `session that left the list without a word → closed${stage.options.quick ? ' (list every 10 s)' : ''}`,
      measured: `${round(mostMs / 1000)} s`,
      values: { mostMs: round(mostMs), samples: samplesMs.length },
      budget: { says: '≤ 60 s', value: mostMs, most: 60_000 },
      ratio: formatRatio(mostMs, 60_000, 'the limit'),
    }),
  ];
};

export const stops: Measurement = { name: 'stop', limitMs: 60_000, run: runStops };
export const gone: Measurement = { name: 'gone', limitMs: 120_000, run: runGone };
