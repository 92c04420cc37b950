// Nothing is in the stream twice, also when we end without knowing what the broker has; and what holds without a stream.
import { jetstreamManager } from '@nats-io/jetstream';
import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../lib/fake-clock.ts';
import { silentLog, type Log } from '../lib/log.ts';
import { createFactList } from './testing/fact-list.ts';
import { readStream, startPublisher, waitUntil } from './testing/start-publisher.ts';
import { closeAfterEach, closeAfterwards, usePublisher, useServer } from './testing/use-servers.ts';

closeAfterEach();

const ids = (facts: { id: string }[]) => facts.map(({ id }) => id);

describe('the cursor was not written after the last facts', () => {
  test.each([
    ['at once', 120e9],
    ['after the broker has forgotten their ids', 100e6],
  ])('%s: they are not told again', async (_, windowNs) => {
    const server = await useServer();
    await server.start();
    const connection = await server.connect();
    closeAfterwards(() => connection.close());
    const manager = await jetstreamManager(connection);
    const subjects = ['marquee.>'];
    await manager.streams.add({ name: 'MARQUEE', subjects, duplicate_window: windowNs });
    const facts = createFactList();
    const [first, others] = [await startPublisher({ url: server.url, facts }), createFactList('other')];
    const added = facts.add(300);
    await waitUntil(() => facts.cursor()?.seq === 300);
    const before = facts.cursor();
    const more = facts.add(170);
    await waitUntil(() => facts.cursor()?.seq === 470);
    await first.close();
    // Somebody else publishes in between.
    const neighbour = await startPublisher({ url: server.url, facts: others, site: 'neighbour' });
    const theirs = others.add(50);
    await waitUntil(() => others.cursor()?.seq === 50);
    await neighbour.close();
    if (windowNs < 1e9) await forgotten(manager);

    if (before) facts.rewind(before);
    await usePublisher({ url: server.url, facts });
    const last = facts.add(30);
    await waitUntil(() => facts.cursor()?.seq === 500);
    expect(await readStream(server)).toEqual([...ids(added), ...ids(more), ...ids(theirs), ...ids(last)]);
  });

  /** The broker takes an id again that it has had. */
  const forgotten = async (manager: Awaited<ReturnType<typeof jetstreamManager>>): Promise<void> => {
    const client = manager.jetstream();
    await manager.streams.add({ name: 'PROBE', subjects: ['probe'], duplicate_window: 100e6 });
    await client.publish('probe', 'x', { msgID: 'probe' });
    await waitUntil(async () => !(await client.publish('probe', 'x', { msgID: 'probe' })).duplicate);
  };
});

describe('without JetStream', () => {
  test('whoever listens gets everything, and it is said that nobody keeps it', async () => {
    const server = await useServer({ jetStream: false });
    await server.start();
    const listener = await server.connect();
    closeAfterwards(() => listener.close());
    const heard: string[] = [];
    listener.subscribe('marquee.>', {
      callback: (_, message) => void heard.push(`${message.headers?.get('Nats-Msg-Id')}`),
    });
    await listener.flush();
    const facts = createFactList();
    const publisher = await usePublisher({ url: server.url, facts });
    const added = facts.add(250);
    await waitUntil(() => heard.length === 250);
    expect(heard).toEqual(ids(added));
    await waitUntil(() => facts.cursor()?.seq === 250);
    expect(publisher.health()).toMatchObject({ ok: true, text: expect.stringContaining('at most once') });
  });

  test('where there was a stream before, we wait for it to come back', async () => {
    const server = await useServer();
    await server.start();
    const facts = createFactList();
    const publisher = await usePublisher({ url: server.url, facts });
    const added = facts.add(10);
    await waitUntil(() => facts.cursor()?.seq === 10);
    await server.kill();
    server.configure({ jetStream: false });
    await server.start();
    const more = facts.add(10);
    await publisher.until(() => publisher.health()?.text?.includes('is switched off') === true);
    await server.kill();
    server.configure({});
    await server.start();
    await waitUntil(() => facts.cursor()?.seq === 20);
    expect(await readStream(server)).toEqual(ids([...added, ...more]));
  });
});

test('a broker that is away for days is asked again every 30 s, for ever', async () => {
  const server = await useServer();
  const facts = createFactList();
  const clock = createFakeClock(0);
  let tries = 0;
  const count = () => void (tries += 1);
  const log: Log = { ...silentLog, warn: count, debug: count };
  await usePublisher({ url: server.url, facts, clock, log });
  const added = facts.add(10);
  for (let round = 1; round <= 300; round += 1) {
    await waitUntil(() => tries === round);
    clock.advance(30_000);
  }
  await waitUntil(() => tries === 301);
  await server.start();
  clock.advance(30_000);
  await waitUntil(() => facts.cursor()?.seq === 10);
  expect(await readStream(server)).toEqual(ids(added));
});
