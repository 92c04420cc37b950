// What a failure at plex.tv means for somebody who signs in, or whose sign-in is to be renewed.
import type { SignInTrouble } from '../../src-contract/sign-in-trouble.ts';
import { PlexError } from './errors.ts';

/** A sign-in that succeeded and could not be written down. */
export class NotKeptError extends Error {
  override readonly name = 'NotKeptError';
}

/** Further off than this, a signature of ours may be refused for its times alone. */
const CLOCK_MATTERS_MS = 60_000;

/** Statuses with which plex.tv refuses a signature (official documentation): malformed, bad or taken, expired. */
const refusals = new Set([400, 422, 498]);

/** A wait that nobody named. */
const WAIT_MS = 10_000;

export type Moment = { nowMs: number; clockAheadMs: number };

export const toTrouble = (error: unknown, { nowMs, clockAheadMs }: Moment): SignInTrouble => {
  if (error instanceof NotKeptError) return { kind: 'not-kept' };
  if (!(error instanceof PlexError)) throw error;
  const { kind, status, retryAfterMs } = error;
  const who = error.at === null ? {} : { at: error.at };
  if (kind === 'unreachable') return { kind: 'no-network', ...who };
  if (kind === 'rate-limited') return { kind: 'rate-limited', ...who, nextTryAtMs: nowMs + (retryAfterMs ?? WAIT_MS) };
  const isRefused = status !== null && status >= 400 && status < 500;
  if (!isRefused) return { kind: 'not-answering', ...who };
  // No signature of ours goes there.
  const isClock = error.at === null && refusals.has(status) && Math.abs(clockAheadMs) > CLOCK_MATTERS_MS;
  return isClock ? { kind: 'clock', aheadMs: clockAheadMs } : { kind: 'refused', ...who, status };
};

/** Trouble that goes away by itself, or may. */
export const isPassing = ({ kind }: SignInTrouble): boolean =>
  kind === 'no-network' || kind === 'not-answering' || kind === 'rate-limited';
