// One connection to Plex's notification socket, from the handshake to its end, which is told exactly once.
import { type ClientRequest } from 'node:http';
import { type LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { type Clock } from '../lib/clock.ts';
import { toTlsOptions, type Trust } from './agent.ts';
import { CERTIFICATE_CHANGED, refuseCertificate } from './certificate.ts';

export type Ended = {
  /** For a person. */
  why: string;
  /** The HTTP status where the server declined the handshake. */
  status: number | null;
  /** How long the connection was open; null when it never was. */
  openForMs: number | null;
};

export type SocketLimits = {
  connectMs: number;
  /** Neither frame nor ping nor pong for so long: dead. Half way there we ping. */
  silenceMs: number;
  frameMaxBytes: number;
};

type Wanted = {
  url: string;
  headers: Record<string, string>;
  lookup: LookupFunction | undefined;
  trust: Trust;
  limits: SocketLimits;
  clock: Clock;
  onOpen: () => void;
  onText: (text: string) => void;
  /** Not called after `close`. */
  onEnded: (ended: Ended) => void;
};

export type OpenSocket = {
  isOpen: () => boolean;
  /** Says goodbye where there is someone to say it to; done when the connection is gone. */
  close: () => Promise<void>;
};

/** How long a server may take to answer our goodbye. */
const GOODBYE_MS = 1000;

const toWhy = (error: Error): string => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (code === CERTIFICATE_CHANGED) return 'The certificate is not the one you accepted.';
  return code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
    ? 'The server sent a message that is too large.'
    : `The notification socket failed (${code}).`;
};

/** Says nothing to a server before its certificate has been checked: the handshake holds the token. */
const beginOnceTrusted = (request: ClientRequest, trusted: string) => {
  request.once('socket', (socket) => {
    const begin = () => {
      const refusal = refuseCertificate(socket, trusted);
      if (refusal) request.destroy(refusal);
      else request.end();
    };
    if (socket instanceof TLSSocket) socket.once('secureConnect', begin);
    else begin();
  });
};

export const openSocket = (wanted: Wanted): OpenSocket => {
  const { clock, limits, onEnded, onOpen, onText } = wanted;
  const { trustedCertificate } = wanted.trust;
  const socket = new WebSocket(wanted.url, {
    headers: wanted.headers,
    maxPayload: limits.frameMaxBytes,
    perMessageDeflate: false,
    ...(wanted.lookup && { lookup: wanted.lookup }),
    ...toTlsOptions(wanted.trust),
    ...(typeof trustedCertificate === 'string' && {
      finishRequest: (request: ClientRequest) => beginOnceTrusted(request, trustedCertificate),
    }),
  });
  let openedAtMs: number | null = null;
  let heardAtMs = clock.nowMs();
  /** Whether we have pinged since we last heard something. */
  let pinged = false;
  let ended = false;
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));

  const end = (why: string, status: number | null = null) => {
    if (ended) return;
    ended = true;
    disarm();
    socket.terminate();
    onEnded({ why, status, openForMs: openedAtMs === null ? null : clock.nowMs() - openedAtMs });
  };

  let disarm = clock.after(limits.connectMs, () => end('The server did not answer in time.'));

  /** One timer at a time: half way into a silence it pings, at the end of it the connection is dead. */
  const listenForLife = () => {
    const silentMs = clock.nowMs() - heardAtMs;
    if (silentMs >= limits.silenceMs) {
      end(`The server was silent for ${Math.round(silentMs / 1000)} seconds.`);
      return;
    }
    if (silentMs >= limits.silenceMs / 2 && !pinged) {
      pinged = true;
      socket.ping();
    }
    disarm = clock.after((pinged ? limits.silenceMs : limits.silenceMs / 2) - silentMs, listenForLife);
  };
  const heard = () => {
    heardAtMs = clock.nowMs();
    pinged = false;
  };

  socket.on('open', () => {
    if (ended) return;
    disarm();
    heard();
    openedAtMs = heardAtMs;
    listenForLife();
    onOpen();
  });
  socket.on('message', (data, isBinary) => {
    if (ended) return;
    heard();
    onText(isBinary || !Buffer.isBuffer(data) ? '' : data.toString('utf8'));
  });
  socket.on('ping', heard);
  socket.on('pong', heard);
  socket.on('unexpected-response', (_request, response) => {
    const status = response.statusCode ?? 0;
    response.resume();
    end(`The server answered ${status} to the notification socket.`, status);
  });
  // Stays to the end: ending a handshake half way is told as an error too.
  socket.on('error', (error) => end(toWhy(error)));
  socket.on('close', () => end('The server closed the notification socket.'));

  return {
    isOpen: () => !ended && openedAtMs !== null,
    close: async () => {
      const wasOpen = !ended && socket.readyState === WebSocket.OPEN;
      ended = true;
      disarm();
      if (wasOpen) {
        socket.close(1000);
        const giveUp = clock.after(GOODBYE_MS, () => socket.terminate());
        await gone;
        giveUp();
      } else if (socket.readyState !== WebSocket.CLOSED) {
        socket.terminate();
        await gone;
      }
    },
  };
};
