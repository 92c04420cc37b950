// Says when a Marquee elsewhere is missed: while it is, nobody is told who starts watching there.
import type { Clock } from '../lib/clock.ts';
import type { Notice } from './notify-state.ts';
import type { ShownMarquee } from './tray-menu.ts';

type Options = { tell: (kind: 'server-down' | 'server-up', notice: Notice) => void; clock: Clock };

/** A restart is over before this; it is no news. */
const PATIENCE_MS = 30_000;

const toNotice = (id: string, title: string, body: string): Notice => ({
  key: `marquee:${id}`,
  title,
  body,
  sessionId: null,
  canStop: false,
  replaces: false,
});

export const createMissed = ({ tell, clock }: Options) => {
  const told = new Set<string>();
  let marquees: readonly ShownMarquee[] = [];
  let disarm = () => {};

  const look = (): void => {
    disarm();
    const nowMs = clock.nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { id, name, trouble } of marquees) {
      if (id === null) continue;
      if (trouble === null) {
        if (told.delete(id)) tell('server-up', toNotice(id, `${name} is back`, 'Its servers are shown here again.'));
      } else if (!told.has(id)) {
        const dueMs = trouble.isFinal ? nowMs : trouble.sinceMs + PATIENCE_MS;
        if (nowMs < dueMs) {
          nextMs = Math.min(nextMs, dueMs);
          continue;
        }
        told.add(id);
        tell('server-down', toNotice(id, trouble.text, trouble.why));
      }
    }
    if (Number.isFinite(nextMs)) disarm = clock.after(nextMs - nowMs, look);
  };

  return {
    /** They changed. */
    look: (now: readonly ShownMarquee[]): void => {
      marquees = now;
      look();
    },
    close: () => disarm(),
  };
};
