// The whole app beside a simulated Plex and a real nats-server: what happens there is told here, and no secret with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { eventSchema } from '../src-contract/event.ts';
import { playSchema } from '../src-contract/play.ts';
import { startSim } from '../src-sim/start-sim.ts';
import { createNatsServer, type NatsServerOptions } from './publish/testing/nats-server.ts';
import { readAllFiles, startApp } from './test-app.ts';

let dir = '';
const closes: (() => Promise<void>)[] = [];
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
  rmSync(dir, { recursive: true, force: true });
});

const patience = { timeout: 45_000, interval: 20 };
const cloudEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string().startsWith('app.marquee.'),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  marqueesite: z.string(),
  data: eventSchema,
});

const startAll = async (environment: (port: number) => Record<string, string>, options: NatsServerOptions = {}) => {
  const server = await createNatsServer(options);
  closes.push(server.remove);
  const sim = await startSim({ scenario: 'quiet', token: 'plex-token-of-the-test' });
  closes.push(() => sim.close());
  const marquee = await startApp(dir, { PLEX_URL: sim.uri, PLEX_TOKEN: sim.token, ...environment(server.port) });
  closes.push(marquee.close);
  const publishing = () => marquee.app.snapshot().health.find(({ name }) => name === 'publish');
  return { server, sim, marquee, publishing };
};

test('an evening is told to whoever listens, with the password said nowhere', { timeout: 60_000 }, async () => {
  const config = 'authorization { users: [{ user: "marquee", password: "hunter22" }] }';
  const signIn = { user: 'marquee', pass: 'hunter22' };
  const url = (port: number) => `nats://marquee:hunter22@127.0.0.1:${port}`;
  const { server, sim, marquee, publishing } = await startAll(
    (port) => ({ NATS_URL: url(port), NATS_SUBJECT_PREFIX: 'home.plex' }),
    { config, signIn },
  );
  await vi.waitFor(() => expect(publishing()).toMatchObject({ ok: false }), patience);
  await server.start();
  const listener = await server.connect();
  closes.push(() => listener.close());
  const heard: { subject: string; text: string }[] = [];
  listener.subscribe('home.plex.>', {
    callback: (_, message) => void heard.push({ subject: message.subject, text: message.string() }),
  });
  await listener.flush();
  await vi.waitFor(() => expect(publishing()).toMatchObject({ ok: true, text: null }), patience);
  const { sessionKey } = sim.control.start({ user: 'Celia' });
  await vi.waitFor(() => expect(marquee.app.snapshot().sessions).toHaveLength(1), patience);
  sim.control.stop(sessionKey);
  const subject = `home.plex.${sim.machineIdentifier}.play.recorded`;
  await vi.waitFor(() => expect(heard.map((one) => one.subject)).toContain(subject), patience);
  // A line of the history knows more than the play itself, such as its keys for filters.
  const play = playSchema.parse((await marquee.plays())[0]);
  const told = heard.map(({ text }) => cloudEvent.parse(JSON.parse(text)));
  for (const { id, source, data } of told) {
    expect({ id, source }).toEqual({ id: data.id, source: `marquee/${sim.machineIdentifier}` });
  }
  expect(told.map(({ data }) => data)).toContainEqual(expect.objectContaining({ kind: 'play-recorded', play }));
  await marquee.close();
  const said = [heard.map(({ text }) => text), marquee.terminal(), ...readAllFiles(dir).map(({ text }) => text)];
  expect(said.join('\n')).not.toContain('hunter22');
  expect(heard.map(({ text }) => text).join('\n')).not.toContain('plex-token-of-the-test');
});

test('where no broker is named, nothing is started and nothing is said of it', async () => {
  const { publishing } = await startAll(() => ({ NATS_URL: '' }));
  expect(publishing()).toBeUndefined();
});

test(
  'the owner names a broker while Marquee runs, tries it first, and lets go of it again',
  { timeout: 60_000 },
  async () => {
    const config = 'authorization { users: [{ user: "marquee", password: "hunter22" }] }';
    const signedIn = { user: 'marquee', pass: 'hunter22' };
    const { server, sim, marquee, publishing } = await startAll(() => ({}), { config, signIn: signedIn });
    const { client } = marquee;
    expect(await client.publishing.get()).toMatchObject({ url: null, state: null, waiting: null, fixedBy: null });
    const { url } = server;
    const signIn = { kind: 'password' as const, user: 'marquee', password: 'hunter22' };
    expect(await client.publishing.test({ url, signIn })).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('cannot be reached'),
    });
    await server.start();
    expect(await client.publishing.test({ url, signIn: { ...signIn, password: 'wrong' } })).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('refuses our credentials'),
    });
    expect(await client.publishing.test({ url, signIn })).toMatchObject({ kind: 'answered', keeps: true });
    await expect(client.publishing.update({ url: 'http://elsewhere' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { fields: [{ field: 'url' }] },
    });
    const kept = await client.publishing.update({ url, prefix: 'cellar', signIn });
    expect(kept).toMatchObject({ url, prefix: 'cellar', signIn: { kind: 'password', user: 'marquee' } });
    await vi.waitFor(() => expect(publishing()).toMatchObject({ ok: true, text: null }), patience);

    const listener = await server.connect();
    closes.push(() => listener.close());
    const heard: string[] = [];
    listener.subscribe('cellar.>', { callback: (_, { subject }) => void heard.push(subject) });
    await listener.flush();
    sim.control.stop(sim.control.start({ user: 'Celia' }).sessionKey);
    await vi.waitFor(() => expect(marquee.app.snapshot().servers[0]?.status.kind).toBe('live'), patience);
    sim.control.start({ user: 'Bruno' });
    await vi.waitFor(() => expect(heard).toContain(`cellar.${sim.machineIdentifier}.session.started`), patience);
    await vi.waitFor(async () => expect(await client.publishing.get()).toMatchObject({ waiting: 0 }), patience);

    // The kept password goes nowhere else, and is told to nobody.
    await client.publishing.update({ url, collect: true });
    await vi.waitFor(() => expect(publishing()).toMatchObject({ ok: true, text: null }), patience);
    const other = await client.publishing.update({ url: 'nats://127.0.0.1:9' });
    expect(other.signIn).toEqual({ kind: 'none' });
    await vi.waitFor(() => expect(publishing()).toMatchObject({ ok: false }), patience);
    await client.publishing.update({ url: null });
    await vi.waitFor(() => expect(publishing()).toMatchObject({ ok: true, text: null }), patience);
    expect(await client.publishing.get()).toMatchObject({ url: null, state: null, collect: false });
    const told = [JSON.stringify([kept, await client.publishing.get()]), marquee.terminal()];
    expect(told.join('\n')).not.toContain('hunter22');
  },
);

test('what the environment decides is shown, and not changed', async () => {
  const { marquee, server } = await startAll((port) => ({ NATS_URL: `nats://name:hunter22@127.0.0.1:${port}` }));
  const view = await marquee.client.publishing.get();
  expect(view).toMatchObject({ fixedBy: 'NATS_URL', url: server.url, signIn: { kind: 'password', user: 'name' } });
  expect(JSON.stringify(view)).not.toContain('hunter22');
  await expect(marquee.client.publishing.update({ url: null })).rejects.toMatchObject({ code: 'SETTINGS_FIXED' });
});
