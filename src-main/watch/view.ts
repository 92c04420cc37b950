// What people see of a server: itself, and its sessions in card order.
import { byPlace } from '../../src-contract/apply-patch.ts';
import { type Server } from '../../src-contract/server.ts';
import { type Session } from '../../src-contract/session.ts';
import { type WatchState } from './state.ts';

export type WatchView = { server: Server; sessions: Session[] };

export const toView = ({ server, tracked }: WatchState): WatchView => ({
  server,
  sessions: tracked.map(({ session }) => session).toSorted(byPlace),
});

/** States share what did not change, so a look at the references is enough. */
export const isSameView = (before: WatchState, after: WatchState): boolean =>
  before.server === after.server &&
  (before.tracked === after.tracked ||
    (before.tracked.length === after.tracked.length &&
      before.tracked.every(({ session }, at) => session === after.tracked[at]?.session)));

/** Items whose library entry has not been read yet. */
/** Sessions that are converted and whose player the history has not been asked about. */
export const toUnknownPlayers = ({ tracked }: WatchState): Session[] =>
  tracked
    .filter(({ known, session }) => known === null && session.stream.decision !== 'direct-play')
    .map(({ session }) => session);

export const toMissingSources = ({ tracked }: WatchState): string[] => {
  const unread = tracked.filter(({ sourceRead, session }) => !sourceRead && session.item.ratingKey !== null);
  return [...new Set(unread.flatMap(({ session: { item } }) => item.ratingKey ?? []))];
};
