// Plex's webhooks: the address to paste into Plex, what came there, and a try whether it can be reached.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { WebhooksView, WebhookTest } from '../../src-contract/webhooks.ts';

export type WebhooksRoom = { view: () => WebhooksView; test: () => Promise<WebhookTest> };

const os = implement(contract.webhooks);

const off: WebhooksView = {
  url: null,
  signed: false,
  lastAtMs: null,
  lastEvent: null,
  heard: 0,
  ignored: 0,
  refused: 0,
};

/** Null while webhooks are off. */
export const webhooksBranch = (webhooks: WebhooksRoom | null) => ({
  get: os.get.handler(() => webhooks?.view() ?? off),
  test: os.test.handler(({ errors }) => {
    if (!webhooks) throw errors.WEBHOOKS_OFF();
    return webhooks.test();
  }),
});
