// What can be wrong with a broker, on a real nats-server: it is said to a person, and nothing is lost or doubled by it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstreamManager, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { describe, expect, test } from 'vitest';
import type { Log } from '../lib/log.ts';
import { createFactList } from './testing/fact-list.ts';
import { makeCreds } from './testing/make-creds.ts';
import type { NatsServer } from './testing/nats-server.ts';
import { readStream, waitUntil } from './testing/start-publisher.ts';
import { closeAfterEach, closeAfterwards, usePublisher, useServer } from './testing/use-servers.ts';

closeAfterEach();

const ids = (facts: { id: string }[]) => facts.map(({ id }) => id);
const useManager = async (server: NatsServer): Promise<JetStreamManager> => {
  const connection = await server.connect();
  closeAfterwards(() => connection.close());
  return jetstreamManager(connection);
};
const makeStream = async (server: NatsServer, config: Partial<StreamConfig>): Promise<JetStreamManager> => {
  const manager = await useManager(server);
  await manager.streams.add({ name: 'MARQUEE', subjects: ['marquee.>'], ...config });
  return manager;
};

describe('the stream', () => {
  test('deleted while facts flow: it is made again, and what comes is in it', async () => {
    const server = await useServer();
    await server.start();
    const facts = createFactList();
    const publisher = await usePublisher({ url: server.url, facts });
    facts.add(100);
    await waitUntil(() => facts.cursor()?.seq === 100);
    const manager = await useManager(server);
    await manager.streams.delete('MARQUEE');
    const after = facts.add(100);
    await waitUntil(() => facts.cursor()?.seq === 200);
    expect(await readStream(server)).toEqual(ids(after));
    await publisher.until(() => publisher.health()?.ok === true);
  });

  test('of an owner with limits of his own stays as he made it', async () => {
    const server = await useServer();
    await server.start();
    const manager = await makeStream(server, { subjects: ['marquee.>', 'other'], max_msgs: 50 });
    const facts = createFactList();
    await usePublisher({ url: server.url, facts });
    facts.add(80);
    await waitUntil(() => facts.cursor()?.seq === 80);
    const { config, state } = await manager.streams.info('MARQUEE');
    expect(config).toMatchObject({ subjects: ['marquee.>', 'other'], max_msgs: 50 });
    expect(state.messages).toBe(50);
  });

  test('is shared by two Marquees with subjects of their own', async () => {
    const server = await useServer();
    await server.start();
    const [home, cabin] = [createFactList('home'), createFactList('cabin')];
    await usePublisher({ url: server.url, facts: home, prefix: 'home' });
    home.add(20);
    await waitUntil(() => home.cursor()?.seq === 20);
    await usePublisher({ url: server.url, facts: cabin, prefix: 'far.cabin' });
    cabin.add(20);
    home.add(20);
    await waitUntil(() => cabin.cursor()?.seq === 20 && home.cursor()?.seq === 40);
    expect(await readStream(server)).toHaveLength(60);
  });

  test('that belongs to somebody else is not written to, and that is said', async () => {
    const server = await useServer();
    await server.start();
    const manager = await useManager(server);
    await manager.streams.add({ name: 'THEIRS', subjects: ['marquee.>'] });
    const facts = createFactList();
    const publisher = await usePublisher({ url: server.url, facts });
    facts.add(5);
    await publisher.until(() => publisher.health()?.text?.includes('overlap') === true);
    expect((await manager.streams.info('THEIRS')).state.messages).toBe(0);
    await manager.streams.delete('THEIRS');
    await waitUntil(() => facts.cursor()?.seq === 5);
  });
});

describe('no room', () => {
  test(
    'on the disk of the broker: it is said, facts wait, and all are told once there is room',
    { timeout: 60_000 },
    async () => {
      const server = await useServer({ maxFileStore: '400KB' });
      await server.start();
      const facts = createFactList();
      const publisher = await usePublisher({ url: server.url, facts });
      const added = facts.add(1000, 1000);
      await publisher.until(() => publisher.health()?.text?.includes('no room left') === true);
      const told = facts.cursor()?.seq ?? 0;
      expect(told).toBeGreaterThan(0);
      expect(told).toBeLessThan(1000);
      expect(publisher.health()).toMatchObject({ ok: false });
      await server.kill();
      server.configure({ maxFileStore: '100MB' });
      await server.start();
      await waitUntil(() => facts.cursor()?.seq === 1000);
      const found = await readStream(server);
      expect(found).toHaveLength(1000);
      expect(new Set(found)).toEqual(new Set(ids(added)));
      await publisher.until(() => publisher.health()?.ok === true);
    },
  );

  test('in a stream that refuses more than its limit', async () => {
    const server = await useServer();
    await server.start();
    const manager = await makeStream(server, { max_msgs: 30, discard: 'new' });
    const facts = createFactList();
    const publisher = await usePublisher({ url: server.url, facts });
    const added = facts.add(50);
    await publisher.until(() => publisher.health()?.text?.includes('no room left') === true);
    expect(await readStream(server)).toEqual(ids(added.slice(0, 30)));
    await manager.streams.update('MARQUEE', { max_msgs: 1000 });
    await waitUntil(() => facts.cursor()?.seq === 50);
    expect(await readStream(server)).toEqual(ids(added));
  });
});

describe('credentials', () => {
  const collect = (): { log: Log; text: () => string } => {
    const lines: string[] = [];
    const write = (message: string, fields = {}) => void lines.push(message, JSON.stringify(fields));
    const log: Log = { debug: write, info: write, warn: write, error: write, for: () => log };
    return { log, text: () => lines.join('\n') };
  };
  const users = (password: string) => `authorization { users: [{ user: "marquee", password: "${password}" }] }`;

  test('wrong: it is said without naming them, and once the broker takes them all is told', async () => {
    const server = await useServer({ config: users('right-one'), signIn: { user: 'marquee', pass: 'right-one' } });
    await server.start();
    const facts = createFactList();
    const { log, text } = collect();
    const url = `nats://marquee:wrong-one@127.0.0.1:${server.port}`;
    const publisher = await usePublisher({ url, facts, log });
    const added = facts.add(5);
    await publisher.until(() => publisher.health()?.text?.includes('refuses our credentials') === true);
    expect(`${publisher.health()?.text}${text()}`).not.toContain('wrong-one');
    await server.kill();
    server.configure({ config: users('wrong-one'), signIn: { user: 'marquee', pass: 'wrong-one' } });
    await server.start();
    await waitUntil(() => facts.cursor()?.seq === 5);
    expect(await readStream(server)).toEqual(ids(added));
  });

  test('a token in the address', async () => {
    const server = await useServer({ config: 'authorization { token: "s3cr3t" }', signIn: { token: 's3cr3t' } });
    await server.start();
    const facts = createFactList();
    await usePublisher({ url: `nats://s3cr3t@127.0.0.1:${server.port}`, facts });
    facts.add(5);
    await waitUntil(() => facts.cursor()?.seq === 5);
    expect(await readStream(server)).toHaveLength(5);
  });

  test('a file, which may also come later or be replaced', async () => {
    const { config, creds } = makeCreds();
    const server = await useServer({ config, signIn: creds.connection });
    await server.start();
    const credsFile = join(server.dir, 'marquee.creds');
    const facts = createFactList();
    const publisher = await usePublisher({ url: server.url, facts, credsFile });
    facts.add(5);
    await publisher.until(() => publisher.health()?.text?.includes('cannot be read') === true);
    writeFileSync(credsFile, makeCreds().creds.text);
    await publisher.until(() => publisher.health()?.text?.includes('refuses our credentials') === true);
    writeFileSync(credsFile, creds.text);
    await waitUntil(() => facts.cursor()?.seq === 5);
    expect(await readStream(server)).toHaveLength(5);
  });

  test('that may do no more than docs/events.md asks for are enough', async () => {
    const asked = ['marquee.>', '$JS.API.INFO', '$JS.API.STREAM.*.MARQUEE', '$JS.API.CONSUMER.>'];
    const may = `permissions: { publish: ${JSON.stringify(asked)}, subscribe: ["_INBOX.>"] }`;
    const config = `authorization { users: [{ user: "u", password: "p", ${may} }] }`;
    const server = await useServer({ config, signIn: { user: 'u', pass: 'p' } });
    await server.start();
    const url = `nats://u:p@127.0.0.1:${server.port}`;
    const facts = createFactList();
    const first = await usePublisher({ url, facts });
    facts.add(10);
    await waitUntil(() => facts.cursor()?.seq === 10);
    const before = facts.cursor();
    facts.add(10);
    await waitUntil(() => facts.cursor()?.seq === 20);
    await first.close();
    // So that it has to look into the stream.
    if (before) facts.rewind(before);
    await usePublisher({ url, facts });
    await waitUntil(() => facts.cursor()?.seq === 20);
    expect(await readStream(server)).toHaveLength(20);
  });

  test('that may not publish here: it is said', async () => {
    const may = 'permissions: { publish: ["$JS.API.>", "_INBOX.>", "elsewhere.>"], subscribe: [">"] }';
    const config = `authorization { users: [{ user: "u", password: "p", ${may} }] }`;
    const server = await useServer({ config, signIn: { user: 'u', pass: 'p' } });
    await server.start();
    const facts = createFactList();
    const publisher = await usePublisher({ url: `nats://u:p@127.0.0.1:${server.port}`, facts, patienceMs: 1500 });
    facts.add(1);
    await publisher.until(
      () => publisher.health()?.text?.includes('does not allow us the subject marquee.srv') === true,
    );
    expect(facts.cursor()?.seq).toBe(0);
  });
});

describe('TLS', () => {
  test('is insisted on: a broker without it, or with a certificate that nobody vouches for, is told nothing', async () => {
    const server = await useServer();
    await server.start();
    const facts = createFactList();
    const publisher = await usePublisher({ url: `tls://127.0.0.1:${server.port}`, facts });
    facts.add(5);
    await publisher.until(() => publisher.health()?.text?.includes("does not support 'tls'") === true);
    await server.kill();
    const [cert, key] = [join(server.dir, 'cert.pem'), join(server.dir, 'key.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject],
      {
        stdio: 'ignore',
      },
    );
    server.configure({ config: `tls { cert_file: "${cert}", key_file: "${key}" }`, signIn: { tls: { caFile: cert } } });
    await server.start();
    await publisher.until(
      () => publisher.health()?.text?.includes('certificate that this machine does not trust') === true,
    );
    expect(facts.cursor()?.seq).toBe(0);
  });
});

describe('slow', () => {
  test(
    'a broker that stops answering in the middle, again and again, gets everything once',
    { timeout: 60_000 },
    async () => {
      const server = await useServer();
      await server.start();
      const facts = createFactList();
      const publisher = await usePublisher({ url: server.url, facts, patienceMs: 300, batch: 50 });
      const all: string[] = [];
      for (let round = 0; round < 4; round += 1) {
        const from = facts.cursor()?.seq ?? 0;
        all.push(...ids(facts.add(2000)));
        await waitUntil(() => (facts.cursor()?.seq ?? 0) > from + 100);
        server.freeze();
        await publisher.until(() => publisher.health()?.text?.includes('does not answer in time') === true);
        server.thaw();
      }
      await waitUntil(() => facts.cursor()?.seq === all.length);
      const found = await readStream(server);
      expect(found.length).toBe(new Set(found).size);
      expect(new Set(found)).toEqual(new Set(all));
    },
  );
});

describe('a fact that no message can hold', () => {
  test('is left out and counted; the others go on', async () => {
    const server = await useServer({ config: 'max_payload: 16KB' });
    await server.start();
    const facts = createFactList();
    const publisher = await usePublisher({ url: server.url, facts });
    const first = facts.add(2);
    facts.add(1, 20_000);
    const last = facts.add(2);
    await waitUntil(() => facts.cursor()?.seq === 5);
    expect(await readStream(server)).toEqual(ids([...first, ...last]));
    await publisher.until(() => publisher.health()?.text?.includes('1 facts were too large') === true);
  });
});
