// Plex's webhooks: the address to paste into Plex, what came there, and a try whether it can be reached.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { WebhooksView, WebhookTest } from '../../src-contract/webhooks.ts';

export type WebhooksRoom = {
  view: () => Promise<WebhooksView>;
  /** Null while they are off. */
  test: () => Promise<WebhookTest | null>;
};

const os = implement(contract.webhooks);

export const webhooksBranch = (webhooks: WebhooksRoom) => ({
  get: os.get.handler(() => webhooks.view()),
  test: os.test.handler(async ({ errors }) => {
    const outcome = await webhooks.test();
    if (!outcome) throw errors.WEBHOOKS_OFF();
    return outcome;
  }),
});
