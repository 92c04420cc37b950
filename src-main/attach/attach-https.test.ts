// Attaching over https: to a Marquee behind a proxy with a certificate, good or not.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { expect, it, onTestFinished, vi } from 'vitest';
import { authorityPem, newCertificate, type TlsKind } from '../../src-sim/tls/certificates.ts';
import type { News } from '../../src-contract/live.ts';
import { systemClock } from '../lib/clock.ts';
import { createEmitter } from '../lib/emitter.ts';
import { newId } from '../lib/new-id.ts';
import { createNewsFeed } from '../procedures/news-feed.ts';
import { createMemoryLog, startWeb } from '../web/test-web.ts';
import { openAttached, type KeptMarquee } from './attached.ts';

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

/** A Marquee behind a proxy that speaks TLS for it, and an app that has nothing attached yet. */
const setUp = async (kind: TlsKind) => {
  let behind = 0;
  const proxy = createServer(newCertificate(kind, ['localhost']), (socket) => {
    const onward = connect(behind, '127.0.0.1');
    for (const [one, other] of [[socket, onward] as const, [onward, socket] as const]) {
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  proxy.on('tlsClientError', () => {});
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const publicUrl = `https://localhost:${portOf(proxy)}`;
  const news = createNewsFeed(createEmitter<News>().subscribe);
  const nas = await startWeb({ web: { publicUrl }, rooms: { news } });
  onTestFinished(nas.close);
  behind = nas.server.port;
  let kept: KeptMarquee[] = [];
  const app = openAttached({
    store: { read: () => kept, write: (next) => void (kept = next) },
    keyName: 'Marquee on desk',
    version: '0.1.0',
    hide: () => {},
    newId,
    clock: systemClock,
    log: createMemoryLog().log,
  });
  onTestFinished(app.close);
  return { app, link: nas.access.createLink(publicUrl).url };
};

const trustOurs = () => {
  const before = getGlobalDispatcher();
  setGlobalDispatcher(new Agent({ connect: { ca: authorityPem() } }));
  onTestFinished(() => setGlobalDispatcher(before));
};

it('follows it where its certificate is good', async () => {
  trustOurs();
  const { app, link } = await setUp('trusted');
  const remote = await app.attach({ link });
  expect(remote.url).toMatch(/^https:\/\/localhost:\d+\/$/);
  await vi.waitFor(() => expect(remote.state()).toMatchObject({ kind: 'live' }), { timeout: 45_000 });
  expect(remote.live.snapshot().sessions).toHaveLength(1);
});

it.each<[TlsKind, string]>([
  ['self-signed', 'SELF_SIGNED'],
  ['expired', 'CERT_HAS_EXPIRED'],
])('gives nothing to one whose certificate is %s, and says what to do', async (kind, code) => {
  trustOurs();
  const { app, link } = await setUp(kind);
  await expect(app.attach({ link })).rejects.toMatchObject({
    why: 'bad-certificate',
    message: expect.stringMatching(
      new RegExp(
        `^This computer does not trust the certificate of localhost:\\d+ \\(.*${code}.*\\)\\. Give it one that browsers`,
      ),
    ),
  });
  expect(app.all()).toEqual([]);
});
