// Percentiles, slopes and how numbers are written. Pure, but for the one clock that all processes of a machine share.

/** Milliseconds of the machine's monotonic clock: comparable between processes, unlike `performance.now()`. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Nearest rank: `share` 0.95 of twenty values is the nineteenth. NaN of nothing. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** Median of the slopes of all pairs (Theil and Sen): one garbage collection does not tilt it. */
export const slopeOf = (points: readonly { x: number; y: number }[]): number => {
  const slopes = points.flatMap((one, index) =>
    points.slice(index + 1).flatMap((other) => (other.x === one.x ? [] : [(other.y - one.y) / (other.x - one.x)])),
  );
  return slopes.length === 0 ? 0 : median(slopes);
};

export const megabytes = (bytes: number): number => round(bytes / 1024 / 1024);

export const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** `3.2 / 8.1 ms`: p50 / p95. */
export const formatSpread = (samplesMs: readonly number[]): string =>
  `${round(median(samplesMs))} / ${round(percentile(samplesMs, 0.95))} ms`;

export const spreadValues = (samplesMs: readonly number[]): Record<string, number> => ({
  p50Ms: round(median(samplesMs), 2),
  p95Ms: round(percentile(samplesMs, 0.95), 2),
  mostMs: round(percentile(samplesMs, 1), 2),
  samples: samplesMs.length,
});

/** `12.3 × a bare thing`. */
export const formatRatio = (ours: number, peers: number, peer: string): string => {
  const ratio = ours / peers;
  return Number.isFinite(ratio) ? `${ratio < 10 ? round(ratio, 2) : whole(ratio)} × ${peer}` : `no ${peer}`;
};
