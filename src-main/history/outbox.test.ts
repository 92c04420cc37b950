// What is still to be told: in order, once, across restarts, and never what was stored before anybody asked.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventSchema } from '../../src-contract/event.ts';
import type { History } from './history.ts';
import { minuteMs, started, toSession, viewing } from './testing/facts.ts';
import { makeDataDir, openTestHistory } from './testing/temp-history.ts';

let place: ReturnType<typeof makeDataDir>;
let history: History;
beforeEach(async () => {
  place = makeDataDir();
  history = await openTestHistory(place.dataDir);
});
afterEach(async () => {
  await history.close();
  place.remove();
});

const watch = async (id: string): Promise<void> => {
  history.record(viewing(toSession({ id }), 5 * minuteMs, minuteMs));
  await history.flush();
};
const reopen = async () => {
  await history.close();
  history = await openTestHistory(place.dataDir);
};

test('a new destination begins after what is stored, and is told what comes in the order of its numbers', async () => {
  await watch('before');
  const cursor = await history.outbox.begin('nats');
  expect(await history.outbox.waiting(cursor.seq)).toBe(0);
  await watch('after');
  const facts = await history.outbox.after(cursor.seq, 100);
  expect(facts.map(({ kind }) => kind)).toEqual(['session-started', 'session-stopped', 'play-recorded']);
  expect(facts.map(({ seq }) => seq - cursor.seq)).toEqual([1, 2, 3]);
  for (const { id, serverId, kind, atMs, body } of facts) {
    expect(eventSchema.parse(JSON.parse(body))).toMatchObject({ id, serverId, kind, atMs });
  }
  expect(await history.outbox.after(cursor.seq, 2)).toEqual(facts.slice(0, 2));
  expect(await history.outbox.waiting(cursor.seq)).toBe(3);
});

test('the place is kept over a restart, together with what the destination calls it', async () => {
  const begun = await history.outbox.begin('nats');
  await watch('one');
  await history.outbox.move('nats', { seq: begun.seq + 2, stream: 'made on Monday', streamSeq: 2 ** 40 });
  await reopen();
  const cursor = await history.outbox.begin('nats');
  expect(cursor).toEqual({ seq: begun.seq + 2, stream: 'made on Monday', streamSeq: 2 ** 40 });
  expect((await history.outbox.after(cursor.seq, 100)).map(({ kind }) => kind)).toEqual(['play-recorded']);
  expect(await history.outbox.begin('elsewhere')).toEqual({ seq: 3, stream: null, streamSeq: null });
});

test('a place beyond the last number is brought back to it', async () => {
  await watch('one');
  await history.outbox.move('nats', { seq: 900, stream: null, streamSeq: null });
  expect(await history.outbox.begin('nats')).toMatchObject({ seq: 3 });
});

test('moving on while facts are being recorded disturbs neither', async () => {
  let cursor = await history.outbox.begin('nats');
  const told: string[] = [];
  const rounds = 50;
  const tell = async () => {
    while (told.length < rounds) {
      const facts = await history.outbox.after(cursor.seq, 7);
      told.push(...facts.map(({ id }) => id));
      cursor = { ...cursor, seq: facts.at(-1)?.seq ?? cursor.seq };
      await history.outbox.move('nats', cursor);
    }
  };
  const record = async () => {
    for (let round = 0; round < rounds; round += 1) {
      history.record([started(toSession({ id: `s${round}` }))]);
      await history.flush();
    }
  };
  await Promise.all([tell(), record()]);
  expect(new Set(told).size).toBe(rounds);
  expect(history.health()).toMatchObject({ ok: true });
});

test('who is forgotten is new when he comes again', async () => {
  const before = await history.outbox.begin('nats');
  await watch('told to nobody');
  await history.outbox.forget('nats');
  expect((await history.outbox.begin('nats')).seq).toBe(before.seq + 3);
});
