// Plex's webhooks: the address for Plex, what came there, a try whether it can be reached, and plex.tv's list of them.
import { implement, ORPCError } from '@orpc/server';
import type { Account } from '../../src-contract/auth.ts';
import { contract } from '../../src-contract/contract.ts';
import { problems } from '../../src-contract/problem.ts';
import type { WebhooksView, WebhookTest } from '../../src-contract/webhooks.ts';
import { PlexError } from '../plex/errors.ts';
import { readRegistration, writeRegistration, type WebhookList } from '../plex/plex-tv-webhooks.ts';
import { atPlexTv, chooseAccount, type SignInRoom } from './auth.ts';

export type WebhooksRoom = {
  view: () => Promise<WebhooksView>;
  /** Null while they are off. */
  test: () => Promise<WebhookTest | null>;
};

export type WebhookRegistry = Pick<SignInRoom, 'toTrouble' | 'nowMs'> & {
  accounts: { list: () => Account[] };
  /** The end of our address, which holds the token and stays the same wherever Marquee is reached. */
  ownPath: () => string;
  /** The list of an account; null where it is not signed in. */
  listOf: (accountId: string) => WebhookList | null;
};

const os = implement(contract.webhooks);

export const webhooksBranch = (webhooks: WebhooksRoom, registry: WebhookRegistry) => {
  const guarded = atPlexTv(registry);
  const onList = async (accountId: string | undefined, url: string | null, act: typeof readRegistration) => {
    const account = chooseAccount(registry.accounts.list(), accountId);
    return guarded(async () => {
      try {
        const list = registry.listOf(account.id);
        if (!list) throw new ORPCError('UNKNOWN_ACCOUNT', problems.UNKNOWN_ACCOUNT);
        const found = await act(list, { url, path: registry.ownPath() });
        return { accountId: account.id, name: account.name, ...found };
      } catch (error) {
        if (!(error instanceof PlexError) || error.kind !== 'forbidden') throw error;
        throw new ORPCError('NEEDS_PLEX_PASS', problems.NEEDS_PLEX_PASS);
      }
    });
  };
  const ownUrl = async (): Promise<string> => {
    const { url } = await webhooks.view();
    if (url === null) throw new ORPCError('WEBHOOKS_OFF', problems.WEBHOOKS_OFF);
    return url;
  };
  return {
    get: os.get.handler(() => webhooks.view()),
    test: os.test.handler(async ({ errors }) => {
      const outcome = await webhooks.test();
      if (!outcome) throw errors.WEBHOOKS_OFF();
      return outcome;
    }),
    registration: os.registration.handler(async ({ input }) =>
      onList(input?.accountId, await ownUrl(), readRegistration),
    ),
    register: os.register.handler(async ({ input }) => onList(input?.accountId, await ownUrl(), writeRegistration)),
    unregister: os.unregister.handler(({ input }) => onList(input?.accountId, null, writeRegistration)),
  };
};
