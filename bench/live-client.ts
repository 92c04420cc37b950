// The live picture as a window gets it: over the RPC WebSocket, patch by patch.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { applyPatch } from '../src-contract/apply-patch.ts';
import type { Contract } from '../src-contract/contract.ts';
import type { Snapshot } from '../src-contract/live.ts';
import type { Core } from './core-process.ts';
import { machineMs } from './numbers.ts';
import type { Stage } from './stage.ts';

export type LiveClient = {
  procedures: ContractRouterClient<Contract>;
  snapshot: () => Snapshot;
  /** When the picture first fits, on the machine's clock: now, or with a later message. Rejects after the limit. */
  until: (what: string, fits: (snapshot: Snapshot) => boolean, limitMs?: number) => Promise<number>;
};

type Waiting = (atMs: number) => void;

export const openLiveClient = async (stage: Stage, core: Core): Promise<LiveClient> => {
  const headers = { authorization: core.authorization, origin: core.url };
  // Node's own WebSocket takes headers; the browser's types, which are in force here, do not know that.
  const socket: WebSocket = Reflect.construct(WebSocket, [`${core.url.replace('http', 'ws')}/rpc`, { headers }]);
  stage.onClose('the live client', () => socket.close());
  const procedures: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket }));
  const waiting = new Set<Waiting>();
  let snapshot: Snapshot | null = null;

  const follow = async (messages: Awaited<ReturnType<typeof procedures.live.watch>>) => {
    for await (const message of messages) {
      const atMs = machineMs();
      const next: Snapshot | null =
        message.kind === 'snapshot' ? message.snapshot : snapshot && applyPatch(snapshot, message.patch);
      if (next === null) throw new Error('A patch did not fit its snapshot');
      snapshot = next;
      for (const look of waiting) look(atMs);
    }
  };
  void follow(await procedures.live.watch()).catch((error: unknown) => {
    // The socket was closed; who still waits runs into its limit.
    if (waiting.size > 0) console.error(`The live client ended: ${String(error)}`);
  });

  const until: LiveClient['until'] = (what, fits, limitMs = 20_000) =>
    new Promise((resolve, reject) => {
      const look = (atMs: number) => {
        if (snapshot === null || !fits(snapshot)) return;
        waiting.delete(look);
        clearTimeout(timer);
        resolve(atMs);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`${what} did not come within ${limitMs} ms`));
      }, limitMs);
      waiting.add(look);
      look(machineMs());
    });
  await until('The first snapshot', () => true);
  return {
    procedures,
    until,
    snapshot: () => {
      if (snapshot === null) throw new Error('There is no snapshot yet');
      return snapshot;
    },
  };
};
