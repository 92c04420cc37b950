// The strings of the puppet theatre: everything a test or a scenario can make the simulated house do.
import type { TokenJudge } from './access.ts';
import type { FaultRule } from './faults.ts';
import type { Frame } from './frames.ts';
import type { Network } from './people.ts';
import type { Pace, Wish, WishName } from './playback/delivery.ts';
import type { PastOptions } from './playback/past.ts';
import type { OnCancel, OnTerminate } from './playback/session.ts';
import type { TruePlay } from './playback/truth.ts';
import type { LoggedRequest } from './request-log.ts';
import type { WebhookEvent } from './webhooks/payload.ts';
import type { WebhookTarget } from './webhooks/webhooks.ts';

export type StartOptions = {
  /** A title, a ratingKey, or a channel's name for live TV. Without it: the first film. */
  item?: string | undefined;
  /** An account's name or id, `empty` for a `<User/>`, `absent` for no user at all. Without it: the owner. */
  user?: string | undefined;
  /** A player's name (`chrome`, `shield`, `appletv`, `iphone`, `roku`, `tizen`, `webos`, `plexamp`, `htpc`, `dlna`). Without it: one that is free. */
  player?: string | undefined;
  how?: WishName | Wish | undefined;
  location?: Network['kind'] | undefined;
  offsetMs?: number | undefined;
  state?: 'playing' | 'paused' | 'buffering' | undefined;
  /** False for a player without a `Session` element. */
  withSession?: boolean | undefined;
  /** Sets `Session.id`; the same client keeps its own over many items. */
  sessionId?: string | undefined;
  /** What happens when the item ends: `itself` goes on with the next one. */
  nextBy?: 'itself' | 'nobody' | undefined;
  onTerminate?: OnTerminate | undefined;
  onCancel?: OnCancel | undefined;
  /** Claims the transcode of `how` for so long and then plays directly. */
  claimsTranscodeForMs?: number | undefined;
  playQueue?: boolean | undefined;
  /** How the socket names what is live: by a number (as of now), or by its guid (older servers). */
  liveKey?: 'number' | 'guid' | undefined;
};

export type CausedOptions = {
  /** Why it is converted, as Marquee's reasons are called, or `none`. Others may come along, unless it is `alone`. */
  cause: string;
  alone?: boolean | undefined;
  user?: string | undefined;
  pace?: Pace | undefined;
  /** The same seed gives the same play. */
  seed?: number | undefined;
};

export type SessionRef = {
  sessionKey: string;
  sessionId: string | null;
  playId: string;
  ratingKey: string;
  transcodeKey: string | null;
};

export type SessionView = SessionRef & {
  title: string;
  type: string;
  state: string;
  positionMs: number;
  reportedMs: number;
  user: string | null;
  player: string;
  decision: string;
};

export type Control = {
  start: (options?: StartOptions) => SessionRef;
  /** Somebody plays something that has to be converted for this cause; the truth knows all causes. */
  startCaused: (options: CausedOptions) => SessionRef;
  pause: (sessionKey: string) => void;
  resume: (sessionKey: string) => void;
  buffer: (sessionKey: string) => void;
  seek: (sessionKey: string, toMs: number) => void;
  /** The next episode, track or photo under the same session key. */
  next: (sessionKey: string) => boolean;
  /** Another item under the same session key. */
  play: (sessionKey: string, item: string, offsetMs?: number) => SessionRef;
  /** One frame that claims to be at `offsetMs`, be it beyond the end. */
  misreport: (sessionKey: string, offsetMs: number) => void;
  stop: (sessionKey: string) => void;
  /** The player dies: no `stopped`, no more frames; gone from the list after `listedForMs`. */
  vanish: (sessionKey: string, listedForMs?: number) => void;
  changeQuality: (sessionKey: string, how: WishName | Wish) => SessionRef;
  behave: (sessionKey: string, how: { onTerminate?: OnTerminate | undefined; onCancel?: OnCancel | undefined }) => void;
  sessions: () => SessionView[];

  fault: (rule: FaultRule) => number;
  clearFault: (id?: number) => void;
  dropSockets: (how?: 'close' | 'cut') => void;
  silence: (on: boolean) => void;
  refuseUpgrade: (status: number | 'hang' | null) => void;
  /** Sends this text, whatever it is, on every open socket. */
  inject: (text: string) => void;
  /** The server goes away for `downMs` of real time; session keys start again at 1 and players come back. */
  restart: (options?: {
    downMs?: number | undefined;
    playersComeBackAfterMs?: number | null | undefined;
  }) => Promise<void>;

  setPlexPass: (on: boolean) => void;
  /** What one stream to the outside may take, or null; for who starts from now on. */
  setRemoteLimit: (kbps: number | null) => void;
  setOwned: (on: boolean) => void;
  /** 403, or 401 as older servers say, to a user who does not own the server. */
  setGuestStatus: (status: number) => void;
  /** Asks somebody else first whom a token belongs to: plex.tv, for one. */
  trust: (judge: TokenJudge) => void;
  /** From now on the server answers 401 to this token (without one: to its own), until it is restored. */
  endToken: (token?: string) => void;
  restoreToken: (token?: string) => void;
  /** 401 to every token. */
  refuseTokens: (on: boolean) => void;
  /** The server makes an optimised version in the background, at this multiple of real time. */
  optimise: (item: string, speed?: number) => { key: string };
  addFilm(title: string): { ratingKey: string };
  removeItem: (ratingKey: string) => boolean;
  refreshSection: (id: number) => void;
  /** Rows of long ago for the server's history, up to now. */
  addPast: (options: PastOptions & { seed?: number | undefined }) => { rows: number };
  setReachable: (on: boolean) => void;
  setUpdate: (version: string | null) => void;

  /** Posts webhooks to this address from now on; returns its own undo. */
  addWebhook: (target: WebhookTarget) => () => void;
  clearWebhooks: () => void;
  /** One webhook by hand; `item` is a title or a ratingKey. */
  sendWebhook: (what: { event: WebhookEvent; item?: string | undefined; rating?: number | undefined }) => void;
  /** How often each status was answered to a webhook; 0 stands for no answer. */
  webhookAnswers: () => Record<string, number>;

  /** The authority that the server's certificate is from, in PEM; null when it speaks no TLS. */
  authority: () => string | null;
  now: () => number;
  advance: (ms: number) => void;
  setSpeed: (speed: number) => void;
  requests: () => LoggedRequest[];
  clearRequests: () => void;
  truth: () => TruePlay[];
  onFrame: (listener: (frame: Frame) => void) => () => void;
  listeners: () => number;
};

export class UnknownThing extends Error {
  constructor(what: string, name: string) {
    super(`no ${what} called ${name}`);
    this.name = 'UnknownThing';
  }
}
