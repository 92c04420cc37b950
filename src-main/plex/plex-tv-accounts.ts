// The accounts that are signed in: kept, renewed before they end, asked for their servers, and signed out.
import type { Account } from '../../src-contract/auth.ts';
import type { Clock } from '../lib/clock.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { createStandings } from './account-standings.ts';
import { readExpiryMs } from './device-key.ts';
import { PlexError } from './errors.ts';
import type { OAuth } from './oauth.ts';
import type { PlexTv, PlexTvServer, PlexTvUser } from './plex-tv.ts';
import { createProof } from './sign-in-pin.ts';
import { NotKeptError } from './sign-in-trouble.ts';
import type { Grant } from './sign-in-way.ts';

/** All of it is kept among the secrets. */
export type KeptAccount = Omit<Grant, 'person'> &
  PlexTvUser & {
    signedInAtMs: number;
    /** When the token of now was given, by the clock of who gave it. */
    issuedAtMs: number;
  };

export type AccountStore = { read: () => KeptAccount[]; write: (all: KeptAccount[]) => void };

export type Accounts = {
  list: () => Account[];
  /** Keeps what a sign-in brought, in place of what there was of the same person. */
  add: (grant: Grant) => Promise<Account>;
  /** Null where there is no such account; everything here but that fails with a PlexError. */
  servers: (id: string) => Promise<PlexTvServer[]> | null;
  renew: (id: string) => Promise<Account> | null;
  /** `ended` is false where plex.tv could not be told; it is forgotten all the same. Throws when that cannot be written. */
  remove: (id: string) => Promise<{ account: Account; ended: boolean }> | null;
  /** Runs something with a token that is good, renewing it if it has ended. */
  use: <Answer>(id: string, call: (token: string) => Promise<Answer>) => Promise<Answer> | null;
  /** Told after every change of an account or its status. */
  onChange: (listener: (all: Account[]) => void) => () => void;
  /** After a sleep: what is overdue is renewed now. */
  wake: () => void;
  close: () => void;
};

type Options = {
  plexTv: PlexTv;
  oauth: Pick<OAuth, 'refresh' | 'revoke'> | null;
  store: AccountStore;
  hide: (secret: string) => void;
  clock: Clock;
  log: Log;
};

const DAY_MS = 24 * 60 * 60_000;
const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 60 * 60_000;

/** A day before its end, or in the last quarter of a life that is shorter than four days; a classic one is used daily. */
export const toRenewalMs = ({ expiresAtMs, issuedAtMs }: Pick<KeptAccount, 'expiresAtMs' | 'issuedAtMs'>): number =>
  expiresAtMs === null ? issuedAtMs + DAY_MS : expiresAtMs - Math.min(DAY_MS, (expiresAtMs - issuedAtMs) / 4);

export const createAccounts = ({ plexTv, oauth, store, hide, clock, log }: Options): Accounts => {
  let all = store.read();
  const timers = new Map<string, () => void>();
  const renewals = new Map<string, Promise<KeptAccount>>();
  let closed = false;
  const changed = createEmitter<Account[]>();
  const standings = createStandings({ plexTv, onChange: () => changed.emit(list()), clock, log });

  const hideAll = ({ token, refreshToken, key }: Pick<KeptAccount, 'token' | 'refreshToken' | 'key'>) => {
    for (const secret of [token, refreshToken, key?.d ?? null]) if (secret !== null) hide(secret);
  };
  all.forEach(hideAll);

  const find = (id: string) => all.find((account) => account.id === id) ?? null;
  const toAccount = (kept: KeptAccount): Account => {
    const { id, name, thumb, plexPass, signedInAtMs, tokenKind, expiresAtMs } = kept;
    return { id, name, thumb, plexPass, signedInAtMs, tokenKind, expiresAtMs, status: standings.of(id) };
  };
  const list = () => all.map(toAccount);
  const keep = (next: KeptAccount[]) => {
    store.write(next);
    all = next;
  };
  const replace = (fresh: KeptAccount): KeptAccount => {
    hideAll(fresh);
    // Signed out meanwhile: nothing is kept any more.
    if (!find(fresh.id)) return fresh;
    const next = all.map((account) => (account.id === fresh.id ? fresh : account));
    try {
      keep(next);
    } catch (error) {
      // It works until the end of this run; a device key renews an old token as well.
      all = next;
      log.warn('A renewed sign-in could not be written down', { reason: toError(error).message });
    }
    return fresh;
  };

  const askForNew = async (
    account: KeptAccount,
  ): Promise<Pick<KeptAccount, 'token' | 'expiresAtMs' | 'refreshToken'>> => {
    const { key, refreshToken, token, expiresAtMs } = account;
    if (key !== null) {
      const renewed = await plexTv.renew(await createProof(key, plexTv));
      return { token: renewed, expiresAtMs: readExpiryMs(renewed), refreshToken };
    }
    if (refreshToken !== null && oauth !== null) return oauth.refresh(refreshToken);
    await plexTv.ping(token);
    return { token, expiresAtMs, refreshToken };
  };
  /** Those who need it at once share one renewal. */
  const renew = (account: KeptAccount): Promise<KeptAccount> => {
    const { id } = account;
    const running = renewals.get(id);
    if (running) return running;
    const renewal = askForNew(account)
      .then((fresh) => {
        const before = standings.of(id);
        // It goes on there; that plex.tv does not take it stays so.
        if (before.kind !== 'unauthorized' || before.why !== 'not-for-plex') standings.works(id);
        return replace({ ...(find(id) ?? account), ...fresh, issuedAtMs: plexTv.nowMs() });
      })
      .catch((error: unknown) => {
        standings.failedToRenew(account, error);
        throw error;
      })
      .finally(() => {
        renewals.delete(id);
        arm(id);
      });
    renewals.set(id, renewal);
    return renewal;
  };
  const arm = (id: string) => {
    timers.get(id)?.();
    timers.delete(id);
    const account = find(id);
    if (closed || !account || standings.of(id).kind === 'unauthorized') return;
    const tries = standings.failuresOf(id);
    const backoffMs = Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LAST_RETRY_MS);
    const delayMs = tries > 0 ? backoffMs : Math.max(0, toRenewalMs(account) - plexTv.nowMs());
    // Its failure is told by the status.
    timers.set(
      id,
      clock.after(delayMs, () => void renew(account).catch(() => null)),
    );
  };

  const isRenewable = ({ key, refreshToken }: KeptAccount) => key !== null || (refreshToken !== null && oauth !== null);
  const isUnauthorized = (error: unknown) => error instanceof PlexError && error.kind === 'unauthorized';
  const useAccount = async <Answer>(
    account: KeptAccount,
    call: (token: string) => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      const answer = await call(account.token).catch(async (error: unknown) => {
        if (!isUnauthorized(error) || !isRenewable(account)) throw error;
        return call((await renew(account)).token);
      });
      standings.works(account.id);
      if (!timers.has(account.id)) arm(account.id);
      return answer;
    } catch (error) {
      standings.failedToBeUsed(account, error);
      throw error;
    }
  };
  const use = <Answer>(id: string, call: (token: string) => Promise<Answer>): Promise<Answer> | null => {
    const account = find(id);
    return account && useAccount(account, call);
  };

  const end = async (account: KeptAccount): Promise<boolean> => {
    try {
      if (account.tokenKind === 'oauth') return (await oauth?.revoke(account)) ?? false;
      await useAccount(account, plexTv.signOut);
      return true;
    } catch (error) {
      // What is not accepted any more has ended.
      return error instanceof PlexError && error.status !== null && error.status < 500 && error.status !== 429;
    }
  };

  all.forEach(({ id }) => arm(id));
  return {
    list,
    add: async (grant) => {
      hideAll(grant);
      const { person, ...kept } = grant;
      let notForPlex = false;
      const user = await plexTv.user(grant.token).catch((error: unknown): PlexTvUser => {
        if (!person || !isUnauthorized(error)) throw error;
        notForPlex = true;
        return { ...person, thumb: null, plexPass: null };
      });
      const nowMs = clock.nowMs();
      const account: KeptAccount = { ...kept, ...user, signedInAtMs: nowMs, issuedAtMs: plexTv.nowMs() };
      try {
        keep([...all.filter(({ id }) => id !== account.id), account]);
      } catch (error) {
        log.error('A sign-in could not be written down', { reason: toError(error).message });
        throw new NotKeptError('The sign-in could not be written down', { cause: error });
      }
      standings.begin(
        account.id,
        notForPlex ? { kind: 'unauthorized', sinceMs: nowMs, why: 'not-for-plex' } : { kind: 'ok' },
      );
      arm(account.id);
      log.info('Signed in', { tokenKind: account.tokenKind });
      changed.emit(list());
      return toAccount(account);
    },
    servers: (id) => use(id, plexTv.servers),
    renew: (id) => {
      const account = find(id);
      return account && renew(account).then(toAccount);
    },
    remove: (id) => {
      const account = find(id);
      if (!account) return null;
      const shown = toAccount(account);
      keep(all.filter((other) => other.id !== id));
      arm(id);
      changed.emit(list());
      return end(account).then((ended) => {
        standings.forget(id);
        return { account: shown, ended };
      });
    },
    use,
    onChange: changed.subscribe,
    wake: () => {
      standings.forgiveAll();
      for (const { id } of all) arm(id);
    },
    close: () => {
      closed = true;
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
};
