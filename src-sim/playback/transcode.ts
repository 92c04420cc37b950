// One running conversion: how far ahead of the player it is, how fast it works, whether it rests.
import type { Delivery, Pace, Wish } from './delivery.ts';

export type Transcode = {
  /** The last part of the key; Plex writes `/transcode/sessions/{id}`. */
  id: string;
  startedAtMs: number;
  /** Where in the film the conversion began. */
  startOffsetMs: number;
  producedMs: number;
  measuredAtMs: number;
  speed: number;
  throttled: boolean;
  complete: boolean;
  /** True for the element that Plex attaches to a direct play: nothing is converted. */
  stray: boolean;
  pace: Pace;
  hardware: Wish['hardware'] | null;
  durationMs: number;
};

const topSpeed = 6.4;
const starvingSpeed = 0.7;
const restAheadMs = 150_000;
const workAheadMs = 60_000;
const headStartMs = 4000;

export function startTranscode(options: {
  id: string;
  atMs: number;
  offsetMs: number;
  durationMs: number;
  delivery: Delivery;
  wish: Wish;
  /** A conversion that has been running before the world began. */
  headStartMs?: number;
}): Transcode {
  const stray = !options.delivery.converting;
  const pace = options.wish.pace ?? 'normal';
  return {
    id: options.id,
    startedAtMs: options.atMs,
    startOffsetMs: options.offsetMs,
    producedMs: options.headStartMs ?? (pace === 'starving' ? 9000 : headStartMs),
    measuredAtMs: options.atMs,
    speed: pace === 'starving' ? starvingSpeed : topSpeed,
    throttled: false,
    complete: stray,
    stray,
    pace,
    hardware: options.wish.hardware ?? null,
    durationMs: options.durationMs,
  };
}

/** Brings the conversion up to `atMs`, for a player at `positionMs`. */
export function measure(transcode: Transcode, atMs: number, positionMs: number): void {
  const passedMs = atMs - transcode.measuredAtMs;
  transcode.measuredAtMs = atMs;
  if (transcode.complete) return;
  const full = transcode.pace === 'starving' ? starvingSpeed : topSpeed;
  const playedMs = Math.max(0, positionMs - transcode.startOffsetMs);
  if (transcode.throttled && transcode.producedMs - playedMs < workAheadMs) transcode.throttled = false;
  if (!transcode.throttled) transcode.producedMs += passedMs * full;
  if (transcode.producedMs - playedMs >= restAheadMs) {
    transcode.producedMs = playedMs + restAheadMs;
    transcode.throttled = true;
  }
  const restMs = transcode.durationMs - transcode.startOffsetMs;
  if (transcode.durationMs > 0 && transcode.producedMs >= restMs) {
    transcode.producedMs = restMs;
    transcode.complete = true;
    transcode.throttled = false;
  }
  transcode.speed = transcode.throttled || transcode.complete ? 0 : full;
}

/** How much is ready beyond what the player has used. */
export const aheadMs = (transcode: Transcode, positionMs: number): number =>
  transcode.producedMs - (positionMs - transcode.startOffsetMs);
