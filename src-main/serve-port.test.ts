import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, ORPCError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Contract } from '../src-contract/contract.ts';
import { createPortServer, type Port } from './serve-port.ts';
import { startApp } from './test-app.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

let dir = '';
let marquee: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'marquee-'));
  marquee = await startApp(dir, {});
});
afterAll(async () => {
  await marquee.close();
  rmSync(dir, { recursive: true });
});

/** Both ends of a port: the window's, and ours in the shape that Electron gives it. */
const openPort = () => {
  const { port1: theirs, port2 } = new MessageChannel();
  const sent: unknown[] = [];
  const ours: Port = {
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
      port2.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => {
      sent.push(message);
      port2.postMessage(message);
    },
    start: () => port2.start(),
  };
  createPortServer(marquee.app.router)(ours);
  return { theirs, sent };
};

const openWindow = () => {
  const { theirs } = openPort();
  const client: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({
      port: {
        on: (event, listener) => theirs.on(event, (data: unknown) => listener({ data })),
        postMessage: (message: unknown) => theirs.postMessage(message),
      },
    }),
  );
  return { client, close: () => theirs.close() };
};

it('answers a call', async () => {
  const { client, close } = openWindow();
  expect(await client.health.get()).toMatchObject({ version: '0.1.0' });
  expect(await client.sessions.list({})).toEqual([]);
  close();
});

it('answers with the problem that the contract declares', async () => {
  const { client, close } = openWindow();
  const { error } = await safe(client.servers.get({ serverId: 'none' }));
  expect(error).toBeInstanceOf(ORPCError);
  expect(error).toMatchObject({ code: 'UNKNOWN_SERVER', defined: true, status: 404 });
  close();
});

it('begins the live feed with a snapshot, and forgets a window that is gone', async () => {
  const { client, close } = openWindow();
  const messages = await client.live.watch();
  expect((await messages.next()).value).toMatchObject({ kind: 'snapshot' });
  expect(marquee.app.live.readers()).toBe(1);
  close();
  await vi.waitFor(() => expect(marquee.app.live.readers()).toBe(0), patience);
});

it('does not hear junk, and goes on with what follows it', async () => {
  const { theirs, sent } = openPort();
  const failures: unknown[] = [];
  const note = (thrown: unknown) => void failures.push(thrown);
  process.on('unhandledRejection', note);
  const junk = [
    '',
    '{',
    'null',
    '[]',
    '{"i":1}',
    '{"i":"1","p":{"u":"http://x/"}}',
    7,
    null,
    { i: 1 },
    new Uint8Array(9),
  ];
  for (const one of junk) theirs.postMessage(one);
  theirs.postMessage(JSON.stringify({ i: '1', p: { u: '/health/get' } }));
  await vi.waitFor(() => expect(sent).toHaveLength(1), patience);
  expect(String(sent[0])).toContain('"version":"0.1.0"');
  expect(failures).toEqual([]);
  process.off('unhandledRejection', note);
  theirs.close();
});
