// What can be wrong with a whole server: all of it, pages and socket alike.
import type { Control } from '../control.ts';

export type Trouble =
  /** Takes every connection and never answers. */
  | 'hang'
  /** 401, whatever the token; who needs none is answered. */
  | 'unauthorized'
  /** 403: the token is not the owner's. */
  | 'not-owner'
  /** 429, come back in half a minute. */
  | 'too-many'
  /** Answers, three seconds later. */
  | 'slow'
  /** Every answer is 500. */
  | 'broken'
  /** Away for two seconds of every eight. */
  | 'restarting';

/** Returns what heals it. `everyMs`: how often one is away that restarts. */
export function giveTrouble(control: Control, trouble: Trouble, everyMs = 8000): () => void {
  if (trouble === 'restarting') {
    const restart = (): void => void control.restart({ downMs: everyMs / 4 });
    const again = setInterval(restart, everyMs);
    restart();
    return () => clearInterval(again);
  }
  if (trouble === 'unauthorized') {
    control.refuseTokens(true);
    control.dropSockets('cut');
    return () => control.refuseTokens(false);
  }
  if (trouble === 'not-owner') {
    control.setOwned(false);
    return () => control.setOwned(true);
  }
  const id = control.fault({ path: '*', fault: faults[trouble] });
  control.refuseUpgrade(upgrades[trouble]);
  control.dropSockets('cut');
  return () => {
    control.clearFault(id);
    control.refuseUpgrade(null);
  };
}

const faults = {
  hang: { kind: 'hang' },
  'too-many': { kind: 'status', status: 429, retryAfterS: 30 },
  slow: { kind: 'slow', delayMs: 3000 },
  broken: { kind: 'status', status: 500 },
} as const;

const upgrades = { hang: 'hang', 'too-many': 429, slow: null, broken: 500 } as const;
