// Signing in at plex.tv and the accounts that are signed in: what a failure there is called, and nothing secret in any answer.
import { implement, ORPCError } from '@orpc/server';
import type { Account, AccountServer, SignedOut, SignInState } from '../../src-contract/auth.ts';
import { contract } from '../../src-contract/contract.ts';
import { problems } from '../../src-contract/problem.ts';
import type { SignInTrouble } from '../../src-contract/sign-in-trouble.ts';
import { describeTrouble } from '../../src-contract/text/words-sign-in.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

/** What fails at plex.tv rejects with something that `toTrouble` understands. Null: no such account or sign-in. */
export type SignInRoom = {
  /** The host of the owner's authorization server; null is plex.tv. */
  at: string | null;
  start: (from: string | null) => Promise<{ authorizationUrl: string; state: string; expiresAtMs: number }>;
  callback: (
    state: string,
    returned: { code: string | null; error: string | null; iss: string | null },
  ) => Promise<SignInState | null>;
  watch: (state: string, signal?: AbortSignal) => AsyncGenerator<SignInState> | null;
  cancel: (state: string) => SignInState | null;
  accounts: {
    list: () => Account[];
    servers: (id: string) => Promise<AccountServer[]> | null;
    renew: (id: string) => Promise<Account> | null;
    remove: (id: string) => Promise<SignedOut> | null;
  };
  toTrouble: (error: unknown) => SignInTrouble;
  nowMs: () => number;
};

const signIn = implement(contract.signIn);
const accounts = implement(contract.accounts);

const toOrpc = (code: 'SIGN_IN_EXPIRED' | 'SETTINGS_NOT_KEPT' | 'UNKNOWN_ACCOUNT' | 'AMBIGUOUS_ACCOUNT') => {
  const { status, message } = problems[code];
  return new ORPCError(code, { status, message });
};

/** plex.tv's own trouble in the contract's words; a bug stays one. */
export const atPlexTv =
  ({ toTrouble, nowMs }: Pick<SignInRoom, 'toTrouble' | 'nowMs'>) =>
  async <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof ORPCError) throw error;
      const trouble = toTrouble(error);
      if (trouble.kind === 'refused' && (trouble.status === 401 || trouble.status === 498)) {
        throw toOrpc('SIGN_IN_EXPIRED');
      }
      const { says, wayBack } = describeTrouble(trouble, nowMs(), false);
      const retryAfterMs = trouble.kind === 'rate-limited' ? Math.max(0, trouble.nextTryAtMs - nowMs()) : null;
      const { status } = problems.PLEX_TV_FAILED;
      throw new ORPCError('PLEX_TV_FAILED', { status, message: `${says} ${wayBack}`, data: { trouble, retryAfterMs } });
    }
  };

/** The one that is named, or the only one there is. */
export const chooseAccount = (list: readonly Account[], id: string | undefined): Account => {
  const [first, ...others] = list.filter((account) => id === undefined || account.id === id);
  if (!first) throw toOrpc('UNKNOWN_ACCOUNT');
  if (others.length > 0) throw toOrpc('AMBIGUOUS_ACCOUNT');
  return first;
};

const present = <Value>(value: Value | null): Value => {
  if (value === null) throw toOrpc('UNKNOWN_ACCOUNT');
  return value;
};

export const authBranches = (room: SignInRoom, log: Log) => {
  const guarded = atPlexTv(room);
  const start = (input: { from?: string | undefined } | undefined) =>
    guarded(async () => {
      const { authorizationUrl, state, expiresAtMs } = await room.start(input?.from ?? null);
      return { authorization_url: authorizationUrl, state, expires_at: new Date(expiresAtMs).toISOString() };
    });
  /** What plex.tv refused for good is told as such. */
  const forAccount = async <Answer>(id: string, act: () => Promise<Answer> | null): Promise<Answer> => {
    try {
      return await guarded(async () => present(await act()));
    } catch (error) {
      const status = room.accounts.list().find((account) => account.id === id)?.status;
      throw status?.kind === 'unauthorized' ? toOrpc('SIGN_IN_EXPIRED') : error;
    }
  };
  const remove = async (id: string): Promise<SignedOut> => {
    let leaving: Promise<SignedOut> | null;
    try {
      leaving = room.accounts.remove(id);
    } catch (error) {
      // A full disk, or a folder that is not ours any more.
      log.error('A sign-out could not be written down', { reason: toError(error).message });
      throw toOrpc('SETTINGS_NOT_KEPT');
    }
    return present(leaving);
  };
  return {
    signIn: {
      at: signIn.at.handler(() => ({ at: room.at })),
      start: signIn.start.handler(({ input }) => start(input)),
      startByGet: signIn.startByGet.handler(({ input }) => start(input)),
      watch: signIn.watch.handler(({ input, signal, errors }) => {
        const watching = room.watch(input.state, signal);
        if (!watching) throw errors.SIGN_IN_STATE_UNKNOWN();
        return watching;
      }),
      cancel: signIn.cancel.handler(({ input, errors }) => {
        const state = room.cancel(input.state);
        if (!state) throw errors.SIGN_IN_STATE_UNKNOWN();
        return state;
      }),
      callback: signIn.callback.handler(async ({ input: { state, code = null, error = null, iss = null }, errors }) => {
        const now = await room.callback(state, { code, error, iss });
        if (!now) throw errors.SIGN_IN_STATE_UNKNOWN();
        return now;
      }),
      refresh: signIn.refresh.handler(async ({ input }) => {
        const id = input?.accountId;
        const wanted = id === undefined ? room.accounts.list() : [chooseAccount(room.accounts.list(), id)];
        return Promise.all(wanted.map(({ id: each }) => forAccount(each, () => room.accounts.renew(each))));
      }),
      revoke: signIn.revoke.handler(({ input }) => remove(chooseAccount(room.accounts.list(), input?.accountId).id)),
    },
    accounts: {
      list: accounts.list.handler(() => room.accounts.list()),
      servers: accounts.servers.handler(({ input: { accountId } }) =>
        forAccount(accountId, () => room.accounts.servers(accountId)),
      ),
      remove: accounts.remove.handler(({ input }) => remove(input.accountId)),
    },
  };
};
