// The publisher beside a real nats-server: everything arrives once and in order, whatever happens to the broker.
import { jetstreamManager } from '@nats-io/jetstream';
import { describe, expect, test } from 'vitest';
import { createFactList } from './testing/fact-list.ts';
import { readStream, startPublisher, waitUntil } from './testing/start-publisher.ts';
import { closeAfterEach, usePublisher, useServer } from './testing/use-servers.ts';

closeAfterEach();
const ids = (facts: { id: string }[]) => facts.map(({ id }) => id);

test('facts arrive in order, once, and the stream is made for them', async () => {
  const server = await useServer();
  await server.start();
  const facts = createFactList();
  facts.add(3);
  const publisher = await usePublisher({ url: server.url, facts });
  const added = facts.add(250);
  await waitUntil(() => facts.cursor()?.seq === 253);
  // What was stored before publishing was ever asked for is not told.
  expect(await readStream(server)).toEqual(ids(added));
  expect(publisher.health()).toEqual({ name: 'publish', ok: true, text: null, sinceMs: null });
  const connection = await server.connect();
  const { config } = await (await jetstreamManager(connection)).streams.info('MARQUEE');
  expect(config).toMatchObject({ subjects: ['marquee.>'], storage: 'file', duplicate_window: 120e9 });
  await connection.close();
});

describe('the broker is away', () => {
  test('at the start: it is said, facts wait, and all are told when it comes', async () => {
    const server = await useServer();
    const facts = createFactList();
    const publisher = await usePublisher({ url: server.url, facts });
    const added = facts.add(40);
    await publisher.until(() => publisher.health()?.text?.includes('40 facts wait') === true);
    expect(publisher.health()).toMatchObject({ name: 'publish', ok: false });
    expect(publisher.health()?.text).toContain(`127.0.0.1:${server.port} cannot be reached`);
    await server.start();
    await waitUntil(() => facts.cursor()?.seq === 40);
    expect(await readStream(server)).toEqual(ids(added));
    await publisher.until(() => publisher.health()?.ok === true);
    expect(publisher.health()).toEqual({ name: 'publish', ok: true, text: null, sinceMs: null });
  });

  test(
    'killed again and again in the middle of a stream of facts: nothing is lost or doubled',
    { timeout: 120_000 },
    async () => {
      const server = await useServer();
      await server.start();
      const facts = createFactList();
      const publisher = await usePublisher({ url: server.url, facts, batch: 50 });
      const rounds = 6;
      const all: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const from = facts.cursor()?.seq ?? 0;
        all.push(...ids(facts.add(3000)));
        await waitUntil(() => (facts.cursor()?.seq ?? 0) > from + 200 + round * 37);
        await server.kill();
        all.push(...ids(facts.add(10)));
        await publisher.until(() => publisher.health()?.ok === false);
        await server.start();
      }
      await waitUntil(() => facts.cursor()?.seq === all.length);
      const found = await readStream(server);
      expect(found.length).toBe(new Set(found).size);
      expect(new Set(found)).toEqual(new Set(all));
    },
  );

  test('closing does not wait for it', async () => {
    const server = await useServer();
    const publisher = await startPublisher({ url: server.url, facts: createFactList() });
    await publisher.until(() => publisher.health()?.ok === false);
    await expect(publisher.close()).resolves.toBeUndefined();
  });
});
