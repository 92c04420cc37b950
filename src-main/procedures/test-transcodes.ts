// For tests: what is known of conversions, one of each kind.
import type { StoredTranscode } from '../history/transcodes.ts';
import { aPlay } from './test-pictures.ts';
import type { TranscodesRoom } from './transcodes.ts';

export const aCost = { processorPercent: 40, processorMs: 12_000 };
export const aMoment = { atMs: 1000, speed: 1.4, aheadMs: 38_000, bandwidthKbps: 8000 };
export const aTally = { streams: 3, playedMs: 60_000, processorMs: null };

export const aStoredTranscode = (changes: Partial<StoredTranscode> = {}): StoredTranscode => ({
  play: aPlay(),
  evidence: null,
  cost: aCost,
  ...changes,
});

export const aTranscodesRoom = (changes: Partial<TranscodesRoom> = {}): TranscodesRoom => ({
  page: async () => ({ items: [aStoredTranscode()], total: 1 }),
  since: async (_, __, take) => take([aStoredTranscode()]),
  tallies: async () => ({ 'direct-play': aTally, copy: aTally, transcode: aTally }),
  habits: async () => new Map(),
  recordCosts: async () => {},
  series: () => [aMoment],
  cost: () => aCost,
  ...changes,
});
