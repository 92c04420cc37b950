// Stories of the live feed: what leaves at once, what is gathered, who falls behind, and that revisions never skip.
import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveMessage } from '../../src-contract/live.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { createLiveFeed } from './live-feed.ts';
import { aServer, aSession } from './test-pictures.ts';
import { toPatch } from '../watch/snapshot.ts';

const setUp = () => {
  const clock = createFakeClock(1_700_000_000_000);
  const feed = createLiveFeed({ clock, toPatch });
  const attic = feed.join();
  const show = (...sessions: ReturnType<typeof aSession>[]) => attic.show({ server: aServer(), sessions });
  return { clock, feed, attic, show };
};

let { clock, feed, attic, show } = setUp();
beforeEach(() => void ({ clock, feed, attic, show } = setUp()));

/** Everything that is ready to be read has been read. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Reads everything, as it comes. */
const follow = async (signal?: AbortSignal) => {
  const got: LiveMessage[] = [];
  const reading = (async () => {
    for await (const message of feed.watch(signal)) got.push(message);
  })();
  await settle();
  return { got, reading };
};

/** `s3` for a snapshot of revision 3, `3→4` for a patch. */
const steps = (messages: LiveMessage[]): string[] =>
  messages.map((message) =>
    message.kind === 'snapshot' ? `s${message.snapshot.revision}` : `${message.patch.from}→${message.patch.revision}`,
  );

describe('a reader', () => {
  it('gets a snapshot first, then patches that follow on each other', async () => {
    show(aSession());
    const { got } = await follow();
    clock.advance(16);
    show(aSession({ state: 'paused' }));
    clock.advance(16);
    show(aSession({ state: 'playing' }));
    await settle();
    expect(steps(got)).toEqual(['s1', '1→2', '2→3']);
    expect(got[0]).toMatchObject({ snapshot: { servers: [{ id: 'attic' }], sessions: [{ id: 's1' }] } });
    expect(got[1]).toMatchObject({ patch: { sessions: [{ id: 's1', state: 'paused' }] } });
  });

  it('hears each time that plays of the past came or went', async () => {
    show(aSession());
    feed.pastChanged();
    const { got } = await follow();
    clock.advance(250);
    feed.pastChanged();
    clock.advance(250);
    await settle();
    expect(got.at(-1)).toMatchObject({ patch: { pastRevision: 2, sessions: [], moved: [], servers: null } });
    expect(feed.snapshot().pastRevision).toBe(2);
  });

  it('hears at once of somebody who starts, and when nobody does any more', async () => {
    show(aSession());
    const { got } = await follow();
    clock.advance(16);
    const arrival = { serverId: 'attic', sessionKey: '9', atMs: 1, item: aSession().item };
    attic.show({ server: aServer(), sessions: [aSession()], arrivals: [arrival] });
    clock.advance(16);
    show(aSession());
    await settle();
    expect(got.slice(1)).toMatchObject([{ patch: { arrivals: [arrival] } }, { patch: { arrivals: [] } }]);
  });

  it('that comes later begins with the picture of that moment', async () => {
    show(aSession());
    clock.advance(16);
    show(aSession(), aSession({ id: 's2' }));
    const { got } = await follow();
    expect(steps(got)).toEqual(['s2']);
  });

  it('that lets go is forgotten', async () => {
    const controller = new AbortController();
    const { reading } = await follow(controller.signal);
    expect(feed.readers()).toBe(1);
    controller.abort();
    await reading;
    expect(feed.readers()).toBe(0);
  });

  it('that let go before it began gets nothing', async () => {
    const { got, reading } = await follow(AbortSignal.abort());
    await reading;
    expect(got).toEqual([]);
  });

  it('that falls 32 patches behind gets one snapshot, and goes on from there', async () => {
    const slow = feed.watch();
    expect((await slow.next()).value).toMatchObject({ kind: 'snapshot', snapshot: { revision: 0 } });
    for (let number = 1; number <= 33; number += 1) {
      show(aSession({ bufferCount: number }));
      clock.advance(16);
    }
    expect((await slow.next()).value).toMatchObject({ kind: 'snapshot', snapshot: { revision: 33 } });
    show(aSession({ bufferCount: 99 }));
    expect((await slow.next()).value).toMatchObject({ kind: 'patch', patch: { from: 33, revision: 34 } });
  });

  it('that is 31 patches behind gets each of them', async () => {
    const slow = feed.watch();
    await slow.next();
    for (let number = 1; number <= 31; number += 1) {
      show(aSession({ bufferCount: number }));
      clock.advance(16);
    }
    expect((await slow.next()).value).toMatchObject({ kind: 'patch', patch: { from: 0, revision: 1 } });
  });
});

describe('what a person waits for', () => {
  it('leaves at once, but at most one patch in 16 ms', async () => {
    const { got } = await follow();
    show(aSession({ bufferCount: 1 }));
    await settle();
    expect(steps(got)).toEqual(['s0', '0→1']);
    show(aSession({ bufferCount: 2 }));
    clock.advance(15);
    show(aSession({ bufferCount: 3 }));
    await settle();
    expect(steps(got)).toEqual(['s0', '0→1']);
    clock.advance(1);
    await settle();
    expect(steps(got)).toEqual(['s0', '0→1', '1→2']);
    expect(got[2]).toMatchObject({ patch: { sessions: [{ bufferCount: 3 }] } });
  });

  it('does not wait for gathered movement, and takes it along', async () => {
    show(aSession());
    const { got } = await follow();
    clock.advance(100);
    show(aSession({ positionMs: 5100 }));
    clock.advance(100);
    show(aSession({ positionMs: 5200 }), aSession({ id: 's2' }));
    await settle();
    expect(steps(got)).toEqual(['s1', '1→2']);
    expect(got[1]).toMatchObject({ patch: { moved: [{ id: 's1', positionMs: 5200 }], sessions: [{ id: 's2' }] } });
    clock.advance(1000);
    await settle();
    expect(got).toHaveLength(2);
  });
});

it('what is urgent does not wait for the time that movement is given', async () => {
  show(aSession());
  const { got } = await follow();
  clock.advance(5);
  show(aSession({ positionMs: 5005 }));
  clock.advance(5);
  show(aSession({ state: 'paused', positionMs: 5010 }));
  clock.advance(5);
  show(aSession({ state: 'paused', positionMs: 5010 }));
  await settle();
  expect(steps(got)).toEqual(['s1']);
  clock.advance(1);
  await settle();
  expect(steps(got)).toEqual(['s1', '1→2']);
});

describe('movement', () => {
  it('leaves at most four times a second, always the newest', async () => {
    show(aSession());
    const { got } = await follow();
    clock.advance(250);
    for (let tick = 0; tick < 100; tick += 1) {
      show(aSession({ positionMs: 6000 + tick }));
      clock.advance(10);
    }
    await settle();
    expect(steps(got)).toEqual(['s1', '1→2', '2→3', '3→4', '4→5', '5→6']);
    expect(got.at(-1)).toMatchObject({ patch: { sessions: [], moved: [{ positionMs: 6099 }] } });
  });

  it('that comes to nothing is not sent', async () => {
    show(aSession());
    const { got } = await follow();
    show(aSession({ positionMs: 6000 }));
    show(aSession());
    clock.advance(1000);
    await settle();
    expect(steps(got)).toEqual(['s1']);
  });
});

describe('a session that ended', () => {
  const ending = { sessionId: 's1', atMs: 5000, endedBy: 'killed' } as const;

  it('says how, even when that was told well before it left the picture', async () => {
    show(aSession(), aSession({ id: 's2' }));
    const { got } = await follow();
    feed.ended(ending);
    clock.advance(16);
    show(aSession(), aSession({ id: 's2', state: 'paused' }));
    clock.advance(16);
    show(aSession({ id: 's2', state: 'paused' }));
    await settle();
    expect(steps(got)).toEqual(['s1', '1→2', '2→3']);
    expect(got[1]).toMatchObject({ patch: { ended: [] } });
    expect(got[2]).toMatchObject({ patch: { ended: [ending] } });
  });

  it('says so once', async () => {
    show(aSession());
    const { got } = await follow();
    feed.ended(ending);
    clock.advance(16);
    show();
    clock.advance(16);
    show(aSession());
    clock.advance(16);
    show();
    await settle();
    expect(got[1]).toMatchObject({ patch: { ended: [{ endedBy: 'killed' }] } });
    expect(got[3]).toMatchObject({ patch: { ended: [{ endedBy: 'presumed' }] } });
  });
});

describe('the picture', () => {
  it('joins what several watchers see, in card order', () => {
    show(aSession({ id: 'b', placeAtMs: 2000 }), aSession({ id: 'd', placeAtMs: 3000 }));
    clock.advance(16);
    feed.join().show({
      server: aServer({ id: 'nas' }),
      sessions: [
        aSession({ id: 'c', placeAtMs: 2000, serverId: 'nas' }),
        aSession({ id: 'a', placeAtMs: 1000, serverId: 'nas' }),
      ],
    });
    expect(feed.snapshot().servers.map(({ id }) => id)).toEqual(['attic', 'nas']);
    expect(feed.snapshot().sessions.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('loses a server whose watcher left', () => {
    show(aSession());
    clock.advance(16);
    attic.leave();
    expect(feed.snapshot()).toMatchObject({ revision: 2, servers: [], sessions: [] });
  });

  it('shows how each part of Marquee is doing', () => {
    feed.setHealth({ name: 'history', ok: false, text: 'The disk is full.', sinceMs: 1000 });
    clock.advance(16);
    feed.setHealth({ name: 'history', ok: true, text: null, sinceMs: null });
    expect(feed.snapshot()).toMatchObject({ revision: 2, health: [{ name: 'history', ok: true }] });
  });
});

it('ends for every reader when it closes, and sends nothing more', async () => {
  show(aSession());
  const { got, reading } = await follow();
  show(aSession({ state: 'paused' }));
  feed.close();
  await reading;
  clock.advance(1000);
  show(aSession({ state: 'playing' }));
  expect(steps(got)).toEqual(['s1']);
  expect(feed.readers()).toBe(0);
  expect(feed.snapshot().revision).toBe(1);
});
