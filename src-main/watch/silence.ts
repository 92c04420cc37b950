// A viewer who is still listed as playing but sends nothing for a minute is shown as silent. Plex decides when he is gone.
import { SILENT_MS } from './limits.ts';
import { type Tracked, type WatchState } from './state.ts';

const isSilent = ({ session, movedAtMs }: Tracked, atMs: number): boolean =>
  session.state === 'playing' && !session.silent && atMs - movedAtMs >= SILENT_MS;

/** Only while the socket lives: without it silence means nothing. */
export const markSilent = (state: WatchState, atMs: number): WatchState =>
  state.link.kind === 'open' && state.tracked.some((tracked) => isSilent(tracked, atMs))
    ? {
        ...state,
        tracked: state.tracked.map((tracked) =>
          isSilent(tracked, atMs) ? { ...tracked, session: { ...tracked.session, silent: true } } : tracked,
        ),
      }
    : state;
