// Plex's webhooks: whose they are, what they tell the watchers, how many came, and the listener for a Plex elsewhere.
import { networkInterfaces } from 'node:os';
import type { Hint } from '../src-contract/heard.ts';
import type { MouthHealth } from '../src-contract/live.ts';
import type { WebhooksView, WebhookTest } from '../src-contract/webhooks.ts';
import type { Clock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import type { Log } from './lib/log.ts';
import { toWebhookNews } from './plex/webhook-news.ts';
import { findServer, parseWebhook, type Webhook } from './plex/webhook.ts';
import type { Settings } from './settings/settings.ts';
import { sendTestWebhook, TEST_EVENT } from './try-webhook.ts';
import { ListenError } from './web/listen-error.ts';
import { WEBHOOK_PATH, type WebhookDoor } from './web/webhook-routes.ts';
import { createWebhookServer } from './web/webhook-server.ts';

/** What is needed of a watched server. */
type WebhookEar = { id: string; hear: (hint: Hint) => void };

type Options = {
  settings: Pick<Settings, 'webhookSecret' | 'webhookHost' | 'webhookPort'>;
  token: () => string;
  ears: () => readonly WebhookEar[];
  version: string;
  hidden: HiddenWords;
  onHealth: (health: MouthHealth) => void;
  clock: Clock;
  log: Log;
};

export type Webhooks = {
  door: WebhookDoor;
  /** What to paste into Plex, given where the web server is found. It holds the token. */
  toUrl: (webUrl: string) => string;
  view: (webUrl: string) => Omit<WebhooksView, 'fixedBy'>;
  test: (webUrl: string) => Promise<WebhookTest>;
  close: () => Promise<void>;
};

/** The health is told at most this often: it is no news that another one came. */
const HEALTH_MS = 5000;

const SIGN_WORDS =
  'The last webhook was refused: it is not signed with PLEX_WEBHOOK_SECRET. Plex itself does not sign; unset the secret unless a relay does.';

const ownAddress = (): string =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';

const createCounts = ({ settings, onHealth, clock, log }: Options) => {
  const counts = { heard: 0, ignored: 0, refused: 0 };
  let lastAtMs: number | null = null;
  let lastEvent: string | null = null;
  /** Until the next one is heard. */
  let refusedAtMs: number | null = null;
  let failure: { text: string; sinceMs: number } | null = null;
  let cancel: (() => void) | null = null;
  const said = new Set<string>();

  const tell = () => {
    cancel?.();
    cancel = null;
    const { heard, ignored, refused } = counts;
    const last = lastAtMs === null ? 'none came yet' : `the last at ${new Date(lastAtMs).toISOString()}`;
    const text = `${heard} heard, ${last}; ${ignored} of other servers ignored, ${refused} refused.`;
    const refusal = refusedAtMs === null ? null : { text: SIGN_WORDS, sinceMs: refusedAtMs };
    const trouble = failure ?? refusal;
    onHealth({ name: 'webhooks', ok: trouble === null, ...(trouble ?? { text, sinceMs: null }) });
  };
  const tellSoon = () => void (cancel ??= clock.after(HEALTH_MS, tell));
  const sayOnce = (what: string, say: () => void) => {
    if (said.has(what)) return;
    said.add(what);
    say();
  };
  tell();
  return {
    view: () => ({ ...counts, lastAtMs, lastEvent }),
    heard: (event: string) => {
      counts.heard += 1;
      lastEvent = event;
      lastAtMs = clock.nowMs();
      refusedAtMs = null;
      tellSoon();
    },
    ignored: () => {
      counts.ignored += 1;
      sayOnce('ignored', () => log.info('A webhook is of a server that is not watched here; these are ignored'));
      tellSoon();
    },
    refused: (code: string) => {
      counts.refused += 1;
      sayOnce(code, () => log.warn('A webhook was refused; more of this kind are only counted', { code }));
      if (code === 'WEBHOOK_REFUSED' && settings.webhookSecret !== null) refusedAtMs ??= clock.nowMs();
      tellSoon();
    },
    failed: (text: string) => {
      failure = { text, sinceMs: clock.nowMs() };
      log.error(text);
      tell();
    },
    close: () => cancel?.(),
  };
};

export const openWebhooks = async (options: Options): Promise<Webhooks> => {
  const { settings, ears, hidden, clock } = options;
  const log = options.log.for('webhooks');
  const token = options.token();
  const { webhookSecret: secret, webhookHost: host, webhookPort: port } = settings;
  for (const hush of [token, secret]) if (hush !== null) hidden.add(hush);
  const closers = createClosers((name, error) => log.error(`Closing the ${name} failed`, { error }));
  const counts = createCounts({ ...options, log });
  closers.add('counts', counts.close);

  const heed = (webhook: Webhook) => {
    const server = findServer(webhook, ears());
    if (!server) return counts.ignored();
    const news = toWebhookNews(webhook);
    if (news) server.hear({ kind: 'webhook', news });
  };
  let waiting: Webhook[] = [];
  const heedAll = () => {
    const all = waiting;
    waiting = [];
    all.forEach(heed);
  };
  const door: WebhookDoor = {
    token,
    secret,
    hear: (payload) => {
      const webhook = parseWebhook(payload);
      if (!webhook) return false;
      if (webhook.event === TEST_EVENT) return true;
      counts.heard(webhook.event);
      // After the answer: Plex waits for it.
      if (waiting.push(webhook) === 1) setImmediate(heedAll);
      return true;
    },
    refused: counts.refused,
  };

  let own: number | null = null;
  if (host !== null) {
    try {
      const server = await createWebhookServer({ host, port, door, clock, log: options.log.for('web') });
      closers.add('listener', server.close);
      own = server.port;
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      counts.failed(error.message);
    }
  }
  const path = `${WEBHOOK_PATH}/${token}`;
  const isAny = host === '0.0.0.0' || host === '::';
  const toUrl = (webUrl: string) =>
    own === null ? `${webUrl}${path}` : `http://${isAny ? ownAddress() : host}:${own}${path}`;
  return {
    door,
    toUrl,
    view: (webUrl) => ({ url: toUrl(webUrl), signed: secret !== null, ...counts.view() }),
    test: (webUrl) => sendTestWebhook({ url: toUrl(webUrl), secret, version: options.version, clock, log }),
    close: closers.close,
  };
};
