// What a certificate that the owner accepted lets through, and that another one is told nothing.
import { afterEach, expect, test } from 'vitest';
import { startSim, type Sim, type SimOptions } from '../../src-sim/start-sim.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { silentLog as log } from '../lib/log.ts';
import { readStrangeCertificate } from './certificate.ts';
import { createPlexClient } from './client.ts';
import { createNotificationSocket, type Link } from './notification-socket.ts';

const identity = { clientId: 'c1', product: 'Marquee', version: '0.1.0', platform: 'Linux', deviceName: 'nas' };
const another = Array.from({ length: 32 }, () => 'AB').join(':');
const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
});
const start = async (tls: SimOptions['tls'] = 'self-signed') => {
  const sim = await startSim({ tls });
  closes.push(() => sim.close());
  return { sim, uri: sim.uri.replace('http:', 'https:') };
};

const ask = async (uri: string, { token }: Sim, trustedCertificate: string | null) => {
  const client = createPlexClient({ uri, token, trustedCertificate, identity, log, limits: { retries: 0 } });
  closes.push(client.close);
  return client.sessions().then(
    () => 'answered',
    (error: unknown) => error,
  );
};
const listen = (uri: string, { token }: Sim, trustedCertificate: string | null) =>
  new Promise<Link>((resolve) => {
    const socket = createNotificationSocket({
      uri,
      token,
      trustedCertificate,
      identity,
      log,
      clock,
      onHint: () => {},
      onLink: resolve,
    });
    closes.push(socket.close);
  });

test('the accepted certificate is as good as one that somebody vouches for', async () => {
  const { sim, uri } = await start();
  const shown = await readStrangeCertificate(uri, 5000, clock);
  expect(sim.control.requests()).toEqual([]);
  expect(await ask(uri, sim, shown)).toBe('answered');
  expect(await listen(uri, sim, shown)).toEqual({ kind: 'open' });
});

test('another one is told nothing, by neither questions nor the notification socket', async () => {
  const { sim, uri } = await start();
  expect(await ask(uri, sim, another)).toMatchObject({ kind: 'certificate-changed' });
  expect(await ask(uri, sim, null)).toMatchObject({ kind: 'certificate' });
  const why = expect.stringContaining('not the one you accepted');
  expect(await listen(uri, sim, another)).toMatchObject({ kind: 'closed', why });
  expect(sim.control.requests()).toEqual([]);
});

test('an exception changes nothing where there is no certificate', async () => {
  const { sim } = await start();
  expect(await readStrangeCertificate(sim.uri, 5000, clock)).toBeNull();
  expect(await ask(sim.uri, sim, another)).toBe('answered');
  expect(await listen(sim.uri, sim, another)).toEqual({ kind: 'open' });
});
