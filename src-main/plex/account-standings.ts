// How each signed-in account stands: whether plex.tv accepts it, and how often renewing it has failed in a row.
import type { AccountStatus } from '../../src-contract/auth.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { PlexError } from './errors.ts';
import type { PlexTv } from './plex-tv.ts';
import type { KeptAccount } from './plex-tv-accounts.ts';
import { isPassing, toTrouble } from './sign-in-trouble.ts';

type Asked = Pick<KeptAccount, 'id' | 'tokenKind'>;

type Standings = {
  of: (id: string) => AccountStatus;
  /** Of renewals, in a row. */
  failuresOf: (id: string) => number;
  /** Of a sign-in that is new; its news is told by who keeps it. */
  begin: (id: string, status: AccountStatus) => void;
  works: (id: string) => void;
  failedToRenew: (account: Asked, error: unknown) => void;
  failedToBeUsed: (account: Asked, error: unknown) => void;
  forget: (id: string) => void;
  /** After a sleep: whatever failed is tried as if for the first time. */
  forgiveAll: () => void;
};

type Options = { plexTv: Pick<PlexTv, 'clockAheadMs'>; onChange: () => void; clock: Clock; log: Log };

export const createStandings = ({ plexTv, onChange, clock, log }: Options): Standings => {
  const statuses = new Map<string, AccountStatus>();
  const failures = new Map<string, number>();

  const of = (id: string): AccountStatus => statuses.get(id) ?? { kind: 'ok' };
  const say = (id: string, status: AccountStatus): void => {
    const before = of(id);
    statuses.set(id, status);
    if (before.kind === status.kind && status.kind !== 'waiting') return;
    if (status.kind === 'unauthorized') log.warn('plex.tv does not accept a sign-in any more', { why: status.why });
    onChange();
  };
  const sinceOf = (id: string, kind: AccountStatus['kind']): number => {
    const before = of(id);
    return before.kind === kind && before.kind !== 'ok' ? before.sinceMs : clock.nowMs();
  };
  /** A refusal of any kind to renew is final. */
  const sayFailure = ({ id, tokenKind }: Asked, error: unknown, isRenewal: boolean): void => {
    const trouble = toTrouble(error, { nowMs: clock.nowMs(), clockAheadMs: plexTv.clockAheadMs() });
    const status = error instanceof PlexError ? error.status : null;
    const isFinal = trouble.kind === 'refused' && (isRenewal || status === 401 || status === 498);
    if (!isFinal && !isRenewal && !isPassing(trouble)) return;
    if (!isFinal) return say(id, { kind: 'waiting', sinceMs: sinceOf(id, 'waiting'), trouble });
    const notForPlex = tokenKind === 'oauth' && !isRenewal;
    const why = notForPlex ? 'not-for-plex' : status === 422 ? 'key-refused' : 'ended';
    return say(id, { kind: 'unauthorized', sinceMs: sinceOf(id, 'unauthorized'), why });
  };

  return {
    of,
    failuresOf: (id) => failures.get(id) ?? 0,
    begin: (id, status) => {
      failures.delete(id);
      statuses.set(id, status);
    },
    works: (id) => {
      failures.delete(id);
      say(id, { kind: 'ok' });
    },
    failedToRenew: (account, error) => {
      failures.set(account.id, (failures.get(account.id) ?? 0) + 1);
      sayFailure(account, error, true);
    },
    failedToBeUsed: (account, error) => {
      if (of(account.id).kind !== 'unauthorized') sayFailure(account, error, false);
    },
    forget: (id) => {
      statuses.delete(id);
      failures.delete(id);
    },
    forgiveAll: () => failures.clear(),
  };
};
