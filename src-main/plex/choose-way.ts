// Tries all ways to a server at once and takes the best that answers, without waiting for ever for a better one.
import { type Clock } from '../lib/clock.ts';
import { PlexError } from './errors.ts';
import { type Fare, type Probe } from './probe.ts';
import { rankOf, type Way } from './ways.ts';

/** So long a way that answered waits for a better one. */
const GRACE_MS = 750;

type Options = {
  ways: readonly Way[];
  /** Who must answer. */
  id: string;
  trustedCertificate: string | null;
  probe: Probe;
  clock: Clock;
  /** Told of each as it comes, also after the choice. */
  onFare: (way: Way, fare: Fare) => void;
};

/** Null when none answers. */
export const chooseWay = ({ ways, id, trustedCertificate, probe, clock, onFare }: Options): Promise<Way | null> => {
  if (ways.length === 0) return Promise.resolve(null);
  return new Promise((resolve) => {
    const pending = new Set(ways);
    let best: Way | null = null;
    let isGraceOver = false;
    let giveUp: (() => void) | null = null;

    const decide = () => {
      const found = best;
      const isBetterPending = found !== null && [...pending].some((way) => rankOf(way) < rankOf(found));
      if (pending.size > 0 && (found === null || (isBetterPending && !isGraceOver))) return;
      giveUp?.();
      resolve(found);
    };
    const tell = (way: Way, fare: Fare) => {
      pending.delete(way);
      onFare(way, fare);
      if (fare.kind === 'answered' && (best === null || rankOf(way) < rankOf(best))) best = way;
      if (best !== null) {
        giveUp ??= clock.after(GRACE_MS, () => {
          isGraceOver = true;
          decide();
        });
      }
      decide();
    };
    for (const way of ways) {
      void probe(way.uri, { trustedCertificate }).then((fare) => {
        const isAnother = fare.kind === 'answered' && fare.id !== id;
        tell(way, isAnother ? { kind: 'failed', error: anotherServer() } : fare);
      });
    }
  });
};

const anotherServer = () => new PlexError('not-found', 'GET /identity: another server answers there');
