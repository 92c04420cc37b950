// People as their owner calls them, in the live picture and in the news. What is recorded keeps the names that Plex gave.
import type { Event } from '../src-contract/event.ts';
import type { Session } from '../src-contract/session.ts';
import type { History } from './history/history.ts';
import { createEmitter } from './lib/emitter.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';

export type FriendlyNames = {
  /** The same session gives the same answer until a name changes, so that nothing seems to have changed. */
  ofSession: (session: Session) => Session;
  ofEvent: (event: Event) => Event;
  onChange: (listener: () => void) => () => void;
  close: () => void;
};

type Options = { history: Pick<History, 'friendlyNames' | 'onRenamed'>; log: Log };

export const openFriendlyNames = async ({ history, log }: Options): Promise<FriendlyNames> => {
  const changed = createEmitter<void>();
  let names: ReadonlyMap<string, string> = new Map();
  let named = new WeakMap<Session, Session>();

  const read = async (): Promise<void> => {
    try {
      names = await history.friendlyNames();
      named = new WeakMap();
      changed.emit();
    } catch (error) {
      log.warn('The names that people are called by could not be read', { reason: toError(error).message });
    }
  };
  const close = history.onRenamed(() => void read());
  await read();

  const ofSession = (session: Session): Session => {
    const name = names.get(session.user.id);
    if (name === undefined || name === session.user.name) return session;
    const known = named.get(session);
    if (known) return known;
    const called = { ...session, user: { ...session.user, name } };
    named.set(session, called);
    return called;
  };
  return {
    ofSession,
    ofEvent: (event) => ('session' in event ? { ...event, session: ofSession(event.session) } : event),
    onChange: changed.subscribe,
    close,
  };
};
