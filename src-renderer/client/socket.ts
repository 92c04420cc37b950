// Opens the socket to Marquee's core and speaks the contract over it.
import { type ClientLink, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-contract/contract.ts';

export type CoreClient = ContractRouterClient<Contract>;

/** `signed-out`: the core is there and does not know this browser. `unreachable`: nobody answers. */
class ConnectError extends Error {
  readonly kind: 'signed-out' | 'unreachable';

  constructor(kind: 'signed-out' | 'unreachable') {
    super(kind);
    this.name = 'ConnectError';
    this.kind = kind;
  }
}

export type Wire = ClientLink<Record<never, never>>;
export type Connection = { wire: Wire; client: CoreClient; close: () => void };

/** A browser hides why a socket was refused, so Marquee is asked when one does not open. */
export async function connect(baseUri: string, signal: AbortSignal): Promise<Connection> {
  const uri = new URL('rpc', baseUri);
  uri.protocol = uri.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(uri);
  // The link listens before the socket is open, so that no message is missed.
  const wire: Wire = new RPCLink({ websocket: socket });
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true });
    socket.addEventListener('close', () => resolve(false), { once: true });
    signal.addEventListener('abort', () => socket.close(), { once: true });
  });
  if (opened) return { wire, client: createORPCClient(wire), close: () => socket.close() };
  throw new ConnectError(await askWhy(baseUri));
}

async function askWhy(baseUri: string): Promise<'signed-out' | 'unreachable'> {
  try {
    const answer = await fetch(new URL('api/v1/access/me', baseUri), { signal: AbortSignal.timeout(5000) });
    const me: unknown = await answer.json();
    return typeof me === 'object' && me !== null && 'signedIn' in me && me.signedIn === false
      ? 'signed-out'
      : 'unreachable';
  } catch {
    // Expected: nobody listens, or not in time, or it is not Marquee that answers.
    return 'unreachable';
  }
}
