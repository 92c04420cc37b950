// A session that has just ended may still be listed for some seconds: that is no new viewing.
import { type Hint, type SeenSession } from '../../src-contract/heard.ts';
import { type InputOf } from './input.ts';
import { CANCEL_LINGER_MS, LINGER_MS } from './limits.ts';
import { type Ghost, type WatchState } from './state.ts';

type PlayingHint = Extract<Hint, { kind: 'playing' }>;

const isEqualOrUnknown = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one === other;

const isGhostOf = (ghost: Ghost, seen: SeenSession): boolean =>
  ghost.sessionKey === seen.sessionKey &&
  isEqualOrUnknown(ghost.ratingKey, seen.item.ratingKey) &&
  isEqualOrUnknown(ghost.machineId, seen.player.machineId);

const isHaunting = (ghost: Ghost, list: InputOf<'list'>): boolean =>
  list.requestedAtMs <= ghost.endedAtMs || list.atMs - ghost.endedAtMs < LINGER_MS;

/** Takes the ghosts out of a list, and forgets those that are gone or have stayed so long that they live. */
export const layGhosts = (
  state: WatchState,
  list: InputOf<'list'>,
): { ghosts: readonly Ghost[]; sessions: SeenSession[] } => {
  const haunting = state.ghosts.filter((ghost) => isHaunting(ghost, list));
  const sessions = list.sessions.filter((seen) => !haunting.some((ghost) => isGhostOf(ghost, seen)));
  const ghosts = haunting
    .map((ghost) => ({ ...ghost, lingers: list.sessions.some((seen) => isGhostOf(ghost, seen)) }))
    .filter((ghost) => ghost.lingers || list.requestedAtMs <= ghost.endedAtMs);
  return { ghosts, sessions };
};

/** Someone was told to have stopped before the list knew him. */
export const toGhostOf = (hint: PlayingHint, endedAtMs: number): Ghost => ({
  sessionKey: hint.sessionKey,
  ratingKey: hint.ratingKey,
  machineId: hint.clientId,
  endedAtMs,
  lingers: false,
});

/** It speaks again, and not in the same breath as its end: it lives. */
export const withoutRisen = (ghosts: readonly Ghost[], hint: PlayingHint, atMs: number): readonly Ghost[] =>
  ghosts.filter((ghost) => ghost.sessionKey !== hint.sessionKey || atMs - ghost.endedAtMs <= CANCEL_LINGER_MS);
