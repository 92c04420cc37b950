// Switches Plex's webhooks on and off while Marquee runs, as the owner chooses in the window.
import type { MouthHealth } from '../src-contract/live.ts';
import type { WebhooksView, WebhookTest } from '../src-contract/webhooks.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import { createTurns } from './lib/turns.ts';
import type { Webhooks } from './open-webhooks.ts';
import type { WebhookDoor } from './web/webhook-routes.ts';

type Options = {
  /** The flag or variable that decides whether they are on; null where the owner's choice does. */
  fixedBy: string | null;
  isOn: () => boolean;
  onChange: (listener: () => void) => () => void;
  open: () => Promise<Webhooks>;
  onHealth: (health: MouthHealth) => void;
  log: Log;
};

export type WebhookSwitch = {
  /** Null while they are off. */
  door: () => WebhookDoor | null;
  toUrl: (webUrl: string) => string | null;
  view: (webUrl: string) => Promise<WebhooksView>;
  /** Null while they are off. */
  test: (webUrl: string) => Promise<WebhookTest | null>;
  close: () => Promise<void>;
};

const nothing = { url: null, signed: false, lastAtMs: null, lastEvent: null, heard: 0, ignored: 0, refused: 0 };

export const createWebhookSwitch = async (options: Options): Promise<WebhookSwitch> => {
  const { fixedBy, isOn, open, onHealth, log } = options;
  const inTurn = createTurns();
  let now: Webhooks | null = null;
  let closed = false;

  const settle = () =>
    inTurn(async () => {
      const isWanted = !closed && isOn();
      if (isWanted === (now !== null)) return;
      if (isWanted) {
        now = await open();
        return;
      }
      const before = now;
      now = null;
      await before?.close();
      if (!closed) onHealth({ name: 'webhooks', ok: true, text: null, sinceMs: null });
    });
  await settle();
  const leave = options.onChange(() => {
    void settle().catch((error: unknown) => {
      log.error('The webhooks could not be switched', { reason: toError(error).message });
    });
  });
  return {
    door: () => now?.door ?? null,
    toUrl: (webUrl) => now?.toUrl(webUrl) ?? null,
    // In turn, so that whoever has just switched them sees what came of it.
    view: (webUrl) => inTurn(async () => ({ ...(now?.view(webUrl) ?? nothing), fixedBy })),
    test: (webUrl) => now?.test(webUrl) ?? Promise.resolve(null),
    close: async () => {
      leave();
      closed = true;
      await settle();
    },
  };
};
