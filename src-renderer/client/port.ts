// The desktop's line to Marquee's core: a message port, handed over through the bridge of the window.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { Connection, CoreClient, Wire } from './socket.ts';

/** The core may still be opening its history; after this it is asked anew. */
const ANSWER_MS = 10_000;

/** Whether this page is in a window of the desktop app. */
export const hasBridge = (): boolean => 'marqueeBridge' in globalThis;

/** Resolves when the core has answered over the new port. */
export async function connectByPort(signal: AbortSignal): Promise<Connection> {
  const { port1: port, port2: theirs } = new MessageChannel();
  const wire: Wire = new RPCLink({ port });
  const client: CoreClient = createORPCClient(wire);
  port.start();
  window.postMessage('marquee:port', location.origin, [theirs]);
  try {
    await client.health.get(undefined, { signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) });
  } catch (error) {
    port.close();
    throw error;
  }
  return { wire, client, close: () => port.close() };
}
