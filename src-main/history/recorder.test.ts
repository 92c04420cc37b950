import { beforeEach, describe, expect, test } from 'vitest';
import type { Event } from '../../src-contract/event.ts';
import { silentLog } from '../lib/log.ts';
import { createRecorder, type RecorderState } from './recorder.ts';
import type { Batch } from './store.ts';
import { toSession, told } from './testing/facts.ts';
import { createStillClock, type StillClock } from './testing/temp-history.ts';

const session = toSession();
const pause = (atMs: number): Event => told('session-paused', session, atMs);

let clock: StillClock;
let batches: Batch[];
let broken: boolean;
let states: RecorderState[];
let stored: Event[];
beforeEach(() => {
  clock = createStillClock();
  [batches, states, stored, broken] = [[], [], [], false];
});

const create = (limits = { batch: 3, waitingEvents: 5, waitingSamples: 2 }) =>
  createRecorder({
    store: async (batch) => {
      if (broken) throw new Error('no room');
      batches.push(batch);
      return [...batch.events];
    },
    onStored: (events) => stored.push(...events),
    onState: (state) => states.push(state),
    clock,
    log: silentLog,
    limits,
  });

test('what is recorded within a moment is one batch, and a large heap is several, in order', async () => {
  const recorder = create();
  recorder.record([pause(1)]);
  recorder.record([pause(2)]);
  expect(batches).toEqual([]);
  await recorder.flush();
  recorder.record([pause(3), pause(4), pause(5), pause(6)]);
  await recorder.flush();
  expect(batches.map((batch) => batch.events.map((event) => event.atMs))).toEqual([[1, 2], [3, 4, 5], [6]]);
  expect(stored.map((event) => event.atMs)).toEqual([1, 2, 3, 4, 5, 6]);
});

describe('while nothing can be stored', () => {
  test('facts wait, the state says so, and they are written when it works again', async () => {
    const recorder = create();
    broken = true;
    recorder.record([pause(1)]);
    await expect(recorder.flush()).rejects.toMatchObject({ kind: 'not-stored' });
    recorder.record([pause(2)]);
    expect(states.at(-1)).toMatchObject({ waiting: 2, lost: 0 });
    expect(states.at(-1)?.failure).toBeInstanceOf(Error);
    broken = false;
    clock.moveMs(5_000);
    await recorder.flush();
    expect(stored.map((event) => event.atMs)).toEqual([1, 2]);
    expect(states.at(-1)).toEqual({ failure: null, waiting: 0, lost: 0 });
  });

  test('what waits is bounded: the oldest are kept, and what found no place is counted', async () => {
    const recorder = create();
    broken = true;
    recorder.record([1, 2, 3, 4, 5, 6, 7].map(pause));
    await expect(recorder.flush()).rejects.toMatchObject({ kind: 'not-stored' });
    expect(states.at(-1)).toMatchObject({ waiting: 5, lost: 2 });
    broken = false;
    await recorder.flush();
    expect(stored.map((event) => event.atMs)).toEqual([1, 2, 3, 4, 5]);
  });

  test('closing tries once more and then gives up, in finite time', async () => {
    const recorder = create();
    broken = true;
    recorder.record([pause(1)]);
    await recorder.close();
    broken = false;
    clock.moveMs(60_000);
    expect(batches).toEqual([]);
  });
});
