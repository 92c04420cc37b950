// One line to a Marquee elsewhere: the contract over a WebSocket, opened with the key that it gave us.
import { createORPCClient, type ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'undici';
import type { Contract } from '../../src-contract/contract.ts';
import { isKnownThere } from './ask.ts';
import { AttachError } from './attach-error.ts';
import { describeVersions } from './exchange-code.ts';

export type Wire = ClientLink<Record<never, never>>;
export type Line = {
  wire: Wire;
  client: ContractRouterClient<Contract>;
  closed: Promise<void>;
  close: () => void;
};

type Options = { url: string; key: string; name: string; version: string; signal: AbortSignal };

const ANSWER_MS = 10_000;

const toSocket = ({ url, key }: Options): WebSocket => {
  const uri = new URL('rpc', url);
  uri.protocol = uri.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(uri, { headers: { authorization: `Bearer ${key}`, origin: new URL(url).origin } });
};

/**
 * oRPC tells the other side of every call that is given up, and throws where nobody can catch it when the socket is gone
 * by then. Nobody is left to be told, so that is let fall.
 */
const toSafeSocket = (socket: WebSocket) => ({
  get readyState() {
    return socket.readyState === WebSocket.CONNECTING ? WebSocket.CONNECTING : WebSocket.OPEN;
  },
  send: (message: Parameters<WebSocket['send']>[0]) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(message);
  },
  addEventListener: socket.addEventListener.bind(socket),
  removeEventListener: socket.removeEventListener.bind(socket),
});

/** Rejects with an AttachError. A socket does not say why it was refused, so Marquee is asked first. */
export const openLine = async (options: Options): Promise<Line> => {
  const { url, key, name, version, signal } = options;
  if (!(await isKnownThere(url, key, signal))) {
    throw new AttachError('revoked', `${name} does not know this app’s key any more. Attach it anew with a new link.`);
  }
  const socket = toSocket(options);
  let isClosed = false;
  const closed = new Promise<void>((resolve) =>
    socket.addEventListener('close', () => resolve(void (isClosed = true)), { once: true }),
  );
  // The link listens before the socket is open, so that no message is missed. What is under way when it closes is ended.
  const link: Wire = new RPCLink({ websocket: toSafeSocket(socket) });
  const wire: Wire = {
    call: async (...asked) => {
      if (isClosed) throw new AttachError('unreachable', `The line to ${name} is broken.`);
      return link.call(...asked);
    },
  };
  const client: Line['client'] = createORPCClient(wire);
  const close = () => socket.close();
  signal.addEventListener('abort', close, { once: true });
  void closed.then(() => signal.removeEventListener('abort', close));
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const { version: theirs } = await client.health.get(undefined, { signal: patience });
    const differ = describeVersions(name, theirs, version);
    if (differ !== null) throw new AttachError('other-version', differ);
  } catch (error) {
    close();
    if (error instanceof AttachError) throw error;
    throw new AttachError('unreachable', `${name} lets no line be opened: a proxy before it must pass WebSockets on.`, {
      cause: error,
    });
  }
  return { wire, client, closed, close };
};
