// Looks at what is converted every few seconds: its last minutes for the small graph, and what it costs the processor.
import type { Session } from '../src-contract/session.ts';
import type { Cost, TranscodeMoment } from '../src-contract/transcodes.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';

const LOOK_MS = 5000;
const KEPT_MS = 10 * 60_000;
/** The server is asked so often how busy it is, and only while it converts. */
const COST_MS = 60_000;

type Load = { atMs: number; spanMs: number; processPercent: number };

/** A stretch of a conversion, with its share of the processor. */
export type CostSample = {
  sessionId: string;
  serverId: string;
  atMs: number;
  spanMs: number;
  processorPercent: number;
};

export type TranscodeMonitor = {
  series: (sessionId: string) => TranscodeMoment[];
  /** Since Marquee watches it; null until it was measured. */
  cost: (sessionId: string) => Cost | null;
  close: () => void;
};

type Options = {
  sessions: () => readonly Session[];
  /** How busy a server was lately; null where it cannot be asked. */
  loads: (serverId: string) => Promise<Load[] | null>;
  onCosts: (costs: CostSample[]) => void;
  clock: Clock;
  log: Log;
};

/** Whatever makes the server work: encoding picture or sound. A rest costs nothing and still counts as running. */
const isWorking = ({ stream }: Session): boolean => stream.confirmed && stream.decision === 'transcode';

/** Encoding a picture costs some thirty times what encoding sound does. */
const weightOf = ({ stream }: Session): number => (stream.video?.decision === 'transcode' ? 30 : 1);

const toMoment = ({ transcode, network }: Session, atMs: number): TranscodeMoment => ({
  atMs,
  speed: transcode?.speed ?? null,
  aheadMs: transcode?.aheadMs ?? null,
  bandwidthKbps: network.bandwidthKbps,
});

/** The processor's time of a stretch, shared among those who ran in it. */
export const shareCosts = (
  running: readonly Session[],
  loads: readonly Load[],
  sinceMs: number,
  atMs: number,
): CostSample[] => {
  const fresh = loads.filter((load) => load.atMs > sinceMs && load.atMs <= atMs + 60_000);
  const weights = running.reduce((sum, session) => sum + weightOf(session), 0);
  if (fresh.length === 0 || weights === 0) return [];
  const percent = fresh.reduce((sum, load) => sum + load.processPercent, 0) / fresh.length;
  return running.map((session) => ({
    sessionId: session.id,
    serverId: session.serverId,
    atMs,
    spanMs: Math.min(atMs - sinceMs, Math.max(0, atMs - session.startedAtMs)),
    processorPercent: (percent * weightOf(session)) / weights,
  }));
};

export const createTranscodeMonitor = ({ sessions, loads, onCosts, clock, log }: Options): TranscodeMonitor => {
  const series = new Map<string, TranscodeMoment[]>();
  const costs = new Map<string, { processorMs: number; spanMs: number }>();
  /** Since when each server's work is not yet counted. */
  const countedMs = new Map<string, number>();
  let closed = false;
  let disarm = () => {};

  const measure = async (serverId: string, sinceMs: number) => {
    const running = sessions().filter((session) => session.serverId === serverId && isWorking(session));
    try {
      const shared = shareCosts(running, (await loads(serverId)) ?? [], sinceMs, clock.nowMs());
      if (closed || shared.length === 0) return;
      for (const { sessionId, spanMs, processorPercent } of shared) {
        const before = costs.get(sessionId) ?? { processorMs: 0, spanMs: 0 };
        const processorMs = before.processorMs + (spanMs * processorPercent) / 100;
        costs.set(sessionId, { processorMs, spanMs: before.spanMs + spanMs });
      }
      onCosts(shared);
    } catch (error) {
      // Expected: not every server tells how busy it is, nor does one that is away.
      log.debug('How busy the server is could not be read', { serverId, reason: toError(error).message });
    }
  };

  const look = () => {
    const atMs = clock.nowMs();
    const all = sessions();
    const known = new Set(all.map(({ id }) => id));
    for (const id of [...series.keys(), ...costs.keys()]) {
      if (known.has(id)) continue;
      series.delete(id);
      costs.delete(id);
    }
    for (const session of all) {
      if (session.transcode === null) continue;
      const kept = (series.get(session.id) ?? []).filter((moment) => moment.atMs > atMs - KEPT_MS);
      series.set(session.id, [...kept, toMoment(session, atMs)]);
    }
    const working = new Set(all.filter(isWorking).map(({ serverId }) => serverId));
    for (const serverId of countedMs.keys()) if (!working.has(serverId)) countedMs.delete(serverId);
    for (const serverId of working) {
      const sinceMs = countedMs.get(serverId) ?? atMs;
      if (!countedMs.has(serverId)) countedMs.set(serverId, atMs);
      if (atMs - sinceMs < COST_MS) continue;
      countedMs.set(serverId, atMs);
      void measure(serverId, sinceMs);
    }
    disarm = clock.after(LOOK_MS, look);
  };
  disarm = clock.after(LOOK_MS, look);

  return {
    series: (sessionId) => series.get(sessionId) ?? [],
    cost: (sessionId) => {
      const cost = costs.get(sessionId);
      if (cost === undefined || cost.spanMs === 0) return null;
      return { processorPercent: (cost.processorMs / cost.spanMs) * 100, processorMs: Math.round(cost.processorMs) };
    },
    close: () => {
      closed = true;
      disarm();
    },
  };
};
