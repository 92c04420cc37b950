// A session's position and load, kept at most every ten seconds and only while they move.
import { type Sample } from '../../src-contract/event.ts';
import { type Session } from '../../src-contract/session.ts';
import { type Change } from './input.ts';
import { SAMPLE_MS } from './limits.ts';
import { type Tracked, type WatchState } from './state.ts';

const isDue = ({ announced, session, sampledAtMs }: Tracked): boolean =>
  announced && (sampledAtMs === null || session.positionAtMs - sampledAtMs >= SAMPLE_MS);

const toSample = ({ id, positionMs, positionAtMs, state, network, transcode }: Session): Sample => ({
  sessionId: id,
  atMs: positionAtMs,
  positionMs,
  state,
  bandwidthKbps: network.bandwidthKbps,
  speed: transcode?.speed ?? null,
  aheadMs: transcode?.aheadMs ?? null,
});

export const takeSamples = (state: WatchState): Change => {
  const samples = state.tracked.filter(isDue).map(({ session }) => toSample(session));
  if (samples.length === 0) return { state, events: [], samples };
  const tracked = state.tracked.map((one) => (isDue(one) ? { ...one, sampledAtMs: one.session.positionAtMs } : one));
  return { state: { ...state, tracked }, events: [], samples };
};
