// The server's webhooks: what happens in the house is posted to every address that was given, as faithfully as Plex does.
import { createHmac } from 'node:crypto';
import type { Frame, Frames } from '../frames.ts';
import type { Item } from '../library/item.ts';
import { networkOf } from '../people.ts';
import type { Session } from '../playback/session.ts';
import { drawPoster } from '../poster.ts';
import type { Prng } from '../prng.ts';
import type { World } from '../world.ts';
import { toMultipart, toPayload, withThumb, type About, type WebhookEvent } from './payload.ts';

export type WebhookTarget = {
  url: string;
  /** 2 delivers everything twice, 0 loses it. */
  times?: number | undefined;
  delayMs?: number | undefined;
  /** As a relay does that signs; Plex itself does not. */
  secret?: string | undefined;
};

export type SendWebhook = { event: WebhookEvent; item?: Item | null; rating?: number | undefined };

export type Webhooks = {
  /** Posts to this address from now on; returns its own undo. */
  add: (target: WebhookTarget) => () => void;
  clear: () => void;
  /** Any event, also those that nothing in the house causes. */
  send: (what: SendWebhook) => void;
  /** What was answered: how often each status, 0 for no answer. */
  answers: () => Record<string, number>;
  close: () => void;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PATIENCE_MS = 10_000;
const SCROBBLED = 0.9;

type Heard = { session: Session; item: Item; state: string; scrobbled: boolean };

export function createWebhooks({ world, frames, prng }: { world: World; frames: Frames; prng: Prng }): Webhooks {
  const targets = new Set<WebhookTarget>();
  const timers = new Set<NodeJS.Timeout>();
  const heard = new Map<string, Heard>();
  const answered = new Map<number, number>();
  const giveUp = new AbortController();

  const post = async ({ url, secret }: WebhookTarget, boundary: string, body: Buffer): Promise<void> => {
    const signed = secret === undefined ? null : createHmac('sha256', secret).update(body).digest('hex');
    const status = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'user-agent': `PlexMediaServer/${world.version}`,
        ...(signed === null ? {} : { 'x-plex-signature': signed }),
      },
      signal: AbortSignal.any([giveUp.signal, AbortSignal.timeout(PATIENCE_MS)]),
    }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    answered.set(status, (answered.get(status) ?? 0) + 1);
  };

  const deliver = (about: About): void => {
    if (targets.size === 0) return;
    const boundary = `${'-'.repeat(24)}${prng.id(22, ALPHABET)}`;
    const thumb = about.item !== null && withThumb.has(about.event) ? drawPoster(about.item.title, 160, 240) : null;
    const body = toMultipart(boundary, toPayload(world, about), thumb);
    for (const target of targets) {
      for (let count = 0; count < (target.times ?? 1); count += 1) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          void post(target, boundary, body);
        }, target.delayMs ?? 0);
        timers.add(timer);
      }
    }
  };

  const tellOf = (event: WebhookEvent, session: Session, item: Item): void => {
    const { viewer, player, network } = session;
    const { publicAddress } = network;
    deliver({ event, item, viewer, player, local: network.kind === 'lan', publicAddress });
    const isGuest = typeof viewer !== 'string' && viewer.id > 1;
    // The owner also hears that a friend began.
    if (event === 'media.play' && isGuest) tellOf('playback.started', session, item);
  };

  const onPlaying = (message: object): void => {
    const sessionKey = 'sessionKey' in message ? String(message.sessionKey) : '';
    const state = 'state' in message ? String(message.state) : '';
    const session = world.sessions.get(sessionKey) ?? heard.get(sessionKey)?.session;
    if (session === undefined) return;
    const known = heard.get(sessionKey);
    if (state === 'stopped') {
      if (known) tellOf('media.stop', session, known.item);
      heard.delete(sessionKey);
      return;
    }
    if (state === 'buffering') return;
    const { item } = session;
    const isNew = known === undefined || known.item !== item;
    if (known && isNew) tellOf('media.stop', session, known.item);
    if (isNew) tellOf('media.play', session, item);
    if (!isNew && known.state !== state) tellOf(state === 'paused' ? 'media.pause' : 'media.resume', session, item);
    const isFar = item.durationMs > 0 && session.reportedMs >= item.durationMs * SCROBBLED;
    const scrobbled = !isNew && known.scrobbled;
    if (isFar && !scrobbled) tellOf('media.scrobble', session, item);
    heard.set(sessionKey, { session, item, state, scrobbled: scrobbled || isFar });
  };

  const send = ({ event, item = null, rating }: SendWebhook): void => {
    const owner = world.accounts.find(({ id }) => id === 1);
    const isPlayed = event.startsWith('media.') || event === 'playback.started' || event === 'device.new';
    const { publicAddress } = networkOf('lan', 0);
    const player = isPlayed ? (world.players[0] ?? null) : null;
    deliver({ event, item, viewer: owner ?? 'absent', player, local: true, publicAddress, rating });
  };

  const onTimeline = (message: object): void => {
    const isDone = 'state' in message && message.state === 5 && !('mediaState' in message);
    if (!isDone || !('metadataState' in message) || message.metadataState !== 'created') return;
    const item = 'itemID' in message ? world.library.items.get(String(message.itemID)) : undefined;
    if (item !== undefined) send({ event: 'library.new', item });
  };

  const stopListening = frames.listen(({ type, elements }: Frame) => {
    if (type === 'playing') elements.forEach(onPlaying);
    if (type === 'timeline') elements.forEach(onTimeline);
  });

  return {
    add: (target) => {
      targets.add(target);
      return () => void targets.delete(target);
    },
    clear: () => targets.clear(),
    send,
    answers: () => Object.fromEntries(answered),
    close: () => {
      stopListening();
      for (const timer of timers) clearTimeout(timer);
      giveUp.abort();
    },
  };
}
