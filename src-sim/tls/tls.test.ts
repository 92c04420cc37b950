import { request } from 'node:https';
import { afterEach, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { ask } from '../test-client.ts';
import type { TlsKind } from './certificates.ts';

const open: Sim[] = [];
afterEach(async () => {
  for (const sim of open.splice(0)) await sim.close();
});
const start = async (tls: TlsKind, seed = 1) => {
  const sim = await startSim({ manualClock: true, tls, seed });
  open.push(sim);
  if (sim.tls === null) throw new Error('no TLS');
  return { sim, tls: sim.tls };
};

/** Connects to the address and checks the name; gives the status, or why not. */
const secure = (sim: Sim, options: { name: string; ca?: string }): Promise<number | string> =>
  new Promise((resolve) => {
    const { port } = new URL(sim.uri);
    request({ host: '127.0.0.1', port, path: '/identity', servername: options.name, ca: options.ca, agent: false })
      .on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .on('error', (error) => resolve('code' in error ? String(error.code) : error.message))
      .end();
  });

test('one port, both ways: plainly, and by its plex.direct name for who knows the authority', async () => {
  const { sim, tls } = await start('trusted');
  const name = new URL(tls.uri).hostname;
  expect(name).toMatch(/^127-0-0-1\.[0-9a-f]{32}\.plex\.direct$/);
  expect((await ask(sim, '/identity')).status).toBe(200);
  expect(await secure(sim, { name, ca: tls.authority })).toBe(200);
  expect(await secure(sim, { name })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect(await secure(sim, { name: 'elsewhere.plex.direct', ca: tls.authority })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test('self-signed, and expired, are not good by the authority', async () => {
  const own = await start('self-signed');
  const name = new URL(own.tls.uri).hostname;
  expect(await secure(own.sim, { name, ca: own.tls.authority })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  const old = await start('expired');
  const itsName = new URL(old.tls.uri).hostname;
  expect(await secure(old.sim, { name: itsName, ca: old.tls.authority })).toBe('CERT_HAS_EXPIRED');
});

test('two servers of one run have one authority, and neither has the other’s name', async () => {
  const [first, second] = [await start('trusted'), await start('trusted', 2)];
  const name = new URL(first.tls.uri).hostname;
  const ca = second.tls.authority;
  expect(await secure(first.sim, { name, ca })).toBe(200);
  expect(await secure(second.sim, { name, ca })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test('it is back on its port after a restart, and closes with connections open', async () => {
  const { sim, tls } = await start('trusted');
  const name = new URL(tls.uri).hostname;
  await sim.control.restart();
  expect(await secure(sim, { name, ca: tls.authority })).toBe(200);
});
