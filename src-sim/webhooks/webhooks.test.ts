import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startSim, type Sim } from '../start-sim.ts';
import { webhookEvents } from './payload.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const payloadSchema = z.looseObject({
  event: z.string(),
  user: z.boolean(),
  owner: z.boolean(),
  Account: z.object({ id: z.number(), thumb: z.string(), title: z.string() }),
  Server: z.object({ title: z.string(), uuid: z.string() }),
});
type Got = { headers: IncomingMessage['headers']; body: string; payload: z.infer<typeof payloadSchema> };

const toPayload = (body: string) => payloadSchema.parse(JSON.parse(/\r\n\r\n(\{.*\})\r\n--/.exec(body)?.[1] ?? ''));

const listen = async (): Promise<{ url: string; got: Got[] }> => {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('latin1');
      got.push({ headers: request.headers, body, payload: toPayload(body) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => void server.close(() => resolve())));
  closers.push(() => server.closeAllConnections());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/hook`, got };
};

const open = async (): Promise<Sim> => {
  const sim = await startSim({ seed: 3, manualClock: true });
  closers.push(() => sim.close());
  return sim;
};
const events = (got: Got[]) => got.map(({ payload }) => payload.event).toSorted();

test('a webhook is sent byte for byte as Plex sends it', async () => {
  const [sim, { url, got }] = [await open(), await listen()];
  sim.control.addWebhook({ url });
  const { sessionKey } = sim.control.start({ user: 'Ada', player: 'chrome' });
  sim.control.pause(sessionKey);
  await expect.poll(() => got).toHaveLength(2);
  const pause = got.find(({ payload }) => payload.event === 'media.pause');
  const boundary = /^multipart\/form-data; boundary=(-{24}[A-Za-z0-9]{22})$/.exec(
    pause?.headers['content-type'] ?? '',
  )?.[1];
  expect(pause?.body).toBe(
    `--${boundary}\r\nContent-Disposition: form-data; name="payload"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(pause?.payload)}\r\n--${boundary}--\r\n`,
  );
  expect(pause?.headers['user-agent']).toMatch(/^PlexMediaServer\/1\.\d+/);
  expect(pause?.headers['content-length']).toBe(String(pause?.body.length));
  expect(pause?.payload).toMatchObject({ user: true, owner: true, Server: { uuid: sim.machineIdentifier } });
  const play = got.find(({ payload }) => payload.event === 'media.play');
  expect(play?.body).toContain('name="thumb"; filename="thumb.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8');
});

test('what happens in the house is posted', async () => {
  const [sim, { url, got }] = [await open(), await listen()];
  sim.control.addWebhook({ url });
  const { sessionKey } = sim.control.start({ user: 'Celia' });
  sim.control.pause(sessionKey);
  sim.control.resume(sessionKey);
  const [session] = sim.control.sessions();
  sim.control.seek(sessionKey, 99_000_000);
  sim.control.addFilm('Nosferatu');
  sim.control.advance(11_000);
  if (sim.control.sessions().length > 0) sim.control.stop(sessionKey);
  expect(session?.user).toBe('Celia');
  await expect
    .poll(() => events(got))
    .toEqual([
      'library.new',
      'media.pause',
      'media.play',
      'media.resume',
      'media.scrobble',
      'media.stop',
      'playback.started',
    ]);
  expect(got.find(({ payload }) => payload.event === 'media.play')?.payload).toMatchObject({
    user: false,
    owner: true,
  });
});

test('every event can be sent by hand, doubled, late and signed', async () => {
  const [sim, { url, got }] = [await open(), await listen()];
  const remove = sim.control.addWebhook({ url, times: 2, delayMs: 5, secret: 'sesame' });
  for (const event of webhookEvents) sim.control.sendWebhook({ event, rating: event === 'media.rate' ? 8 : undefined });
  await expect.poll(() => events(got)).toEqual([...webhookEvents, ...webhookEvents].toSorted());
  expect(got.every(({ headers }) => /^[0-9a-f]{64}$/.test(String(headers['x-plex-signature'])))).toBe(true);
  await expect.poll(() => sim.control.webhookAnswers()).toEqual({ 200: 24 });
  remove();
  sim.control.sendWebhook({ event: 'device.new' });
  expect(got).toHaveLength(24);
});

test('an address where nobody answers does no harm', async () => {
  const sim = await open();
  sim.control.addWebhook({ url: 'http://127.0.0.1:1/' });
  sim.control.sendWebhook({ event: 'media.play', item: sim.control.start().ratingKey });
  await expect.poll(() => sim.control.webhookAnswers()).toEqual({ 0: 2 });
  sim.control.clearWebhooks();
});
