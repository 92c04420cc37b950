import { describe, expect, it, vi } from 'vitest';
import { type SeenSession } from '../../src-contract/heard.ts';
import { Refusal, createStage, settle } from './test-stage.ts';
import { MINUTE, SECOND, aTranscode, info, playing, seen, seenBen, transcoded } from './test-things.ts';
import { type WatcherOptions } from './watcher.ts';

/** Alice is watching and the socket is open. */
const createEvening = async (options: Partial<WatcherOptions> = {}, listed = [seen()]) => {
  const stage = createStage(options);
  await stage.advance(0);
  await stage.link({ kind: 'open' });
  await stage.answer(listed);
  await stage.advance(0);
  await stage.answer(listed);
  return stage;
};

describe('a watcher', () => {
  it('shows that it is connecting, asks who the server is and then who is watching', async () => {
    const stage = createStage();
    expect(stage.views).toMatchObject([{ server: { status: { kind: 'connecting' } }, sessions: [] }]);
    await stage.advance(0);
    expect(stage.asked).toEqual(['info', 'activities', 'sessions']);
    await stage.answer([seen()]);
    expect(stage.watcher.view().sessions).toHaveLength(1);
    expect(stage.asked).toContain('source 10');
    expect(stage.watcher.view().sessions[0]?.stream.video?.source?.codec).toBe('hevc');
    await stage.watcher.close();
  });

  it('tells facts before the picture that goes with them', async () => {
    const order: string[] = [];
    const stage = await createEvening({
      onEvents: (told) => order.push(...told.map(({ kind }) => kind)),
      onView: ({ sessions }) => order.push(`view of ${sessions.length}`),
    });
    expect(order.slice(order.indexOf('session-started'))).toMatchObject(['session-started', 'view of 1', 'view of 1']);
    await stage.watcher.close();
  });

  it('has at most one list under way and one waiting, however much is heard', async () => {
    const stage = await createEvening();
    const before = stage.lists();
    for (let key = 10; key < 200; key += 1) stage.hear(playing({ sessionKey: String(key) }));
    await stage.advance(1);
    await stage.advance(1);
    expect(stage.lists()).toBe(before + 1);
    for (let key = 200; key < 300; key += 1) stage.hear(playing({ sessionKey: String(key) }));
    await stage.advance(10);
    expect(stage.lists()).toBe(before + 1);
    await stage.answer([seen()]);
    await stage.advance(100);
    expect(stage.lists()).toBe(before + 2);
    await stage.answer([seen()]);
    await stage.advance(100);
    expect(stage.lists()).toBe(before + 2);
    await stage.watcher.close();
  });

  it('asks the history once for each conversion how its player got things before', async () => {
    const asked: string[] = [];
    const habits = async ({ title }: { title: string }) => {
      asked.push(title);
      if (asked.length > 1) throw new Error('The history is away.');
      return [];
    };
    const converting = [seen({ delivered: transcoded, transcode: aTranscode() }), seenBen()];
    const stage = await createEvening({ habits }, converting);
    expect(asked).toEqual([seen().player.title]);
    await stage.advance(30 * SECOND);
    await stage.answer(converting);
    expect(asked).toHaveLength(1);
    await stage.advance(30 * SECOND);
    const changed = [seen(), seenBen({ delivered: transcoded, transcode: aTranscode() })];
    await stage.answer(changed);
    await stage.advance(3 * SECOND);
    await stage.answer(changed);
    expect(asked).toEqual([seen().player.title, seenBen().player.title]);
    expect(stage.watcher.view().sessions).toHaveLength(2);
    await stage.watcher.close();
  });

  it('does not believe a slow answer more than the newer hint', async () => {
    const stage = await createEvening();
    await stage.advance(30 * SECOND);
    stage.hear(playing({ state: 'paused', positionMs: 31_000 }));
    await stage.advance(5 * SECOND);
    stage.hear(playing({ state: 'playing', positionMs: 33_000 }));
    await stage.answer([seen({ state: 'paused', positionMs: 31_000 })]);
    expect(stage.watcher.view().sessions[0]).toMatchObject({ state: 'playing', positionMs: 33_000 });
    await stage.watcher.close();
  });

  it('wakes itself for what is due without a message', async () => {
    const stage = await createEvening();
    for (let turn = 0; turn < 8; turn += 1) {
      await stage.advance(10 * SECOND);
      await stage.answer([seen()]);
    }
    expect(stage.watcher.view().sessions[0]?.silent).toBe(true);
    await stage.watcher.close();
  });

  it('asks no second time while an answer is overdue', async () => {
    const stage = await createEvening();
    await stage.advance(30 * SECOND);
    const before = stage.lists();
    stage.hear(playing({ sessionKey: '9' }));
    await stage.advance(2 * MINUTE);
    expect(stage.watcher.view().sessions[0]?.silent).toBe(true);
    expect(stage.lists()).toBe(before);
    await stage.watcher.close();
  });

  it('reads the server anew whenever the socket comes back', async () => {
    const stage = await createEvening();
    await stage.link({ kind: 'closed', why: 'It hung up.', nextTryAtMs: 1000 });
    expect(stage.watcher.view().server.status).toMatchObject({ kind: 'polling', why: 'It hung up.' });
    const before = stage.asked.length;
    await stage.link({ kind: 'open' });
    expect(stage.asked.slice(before)).toEqual(expect.arrayContaining(['info', 'activities']));
    expect(stage.watcher.view().server.status.kind).toBe('live');
    await stage.watcher.close();
  });

  it('survives failures of every kind and tries again', async () => {
    const stage = createStage({ server: { id: null, name: 'attic', uri: 'http://127.0.0.1:1' } });
    await stage.advance(0);
    await stage.fail(new Refusal('unreachable'));
    expect(stage.watcher.view().server.status).toMatchObject({ kind: 'unreachable', nextTryAtMs: 30_000 });
    await stage.advance(30 * SECOND);
    await stage.fail('not even an error');
    await stage.advance(30 * SECOND);
    await stage.answer([seen()]);
    expect(stage.watcher.view().sessions).toHaveLength(1);
    await stage.watcher.close();
  });

  it('that cannot learn who the server is asks for nothing else', async () => {
    const client = {
      info: () => Promise.reject(new Refusal('unauthorized')),
      sessions: vi.fn<() => Promise<SeenSession[]>>(async () => []),
      source: async () => null,
      activities: () => Promise.reject(new Refusal('unauthorized')),
      terminate: async () => {},
      cancelTranscode: async () => {},
    };
    const stage = createStage({ client, server: { id: null, name: 'attic', uri: 'http://127.0.0.1:1' } });
    await stage.advance(0);
    expect(client.sessions).not.toHaveBeenCalled();
    expect(stage.watcher.view().server.status.kind).toBe('unauthorized');
    await expect(stage.watcher.stop('nobody', '')).resolves.toEqual({ kind: 'refused', why: 'already-gone' });
    await stage.watcher.close();
  });

  it('goes on when somebody who is told falls over', async () => {
    const stage = await createEvening({
      onEvents: () => {
        throw new Error('The disk is full.');
      },
    });
    expect(stage.complaints).toContain('Passing on facts failed');
    expect(stage.views.at(-1)?.sessions).toHaveLength(1);
    await stage.watcher.close();
  });

  it('takes a hint from elsewhere, also while it is telling', async () => {
    let again: (() => void) | null = null;
    const stage = await createEvening({ onEvents: () => again?.() });
    again = () => {
      again = null;
      stage.watcher.hear(playing({ state: 'paused' }));
    };
    stage.watcher.hear(playing({ state: 'buffering' }));
    expect(stage.watcher.view().sessions[0]?.state).toBe('paused');
    await stage.watcher.close();
  });

  it('looks again and opens a new socket after sleep', async () => {
    const stage = await createEvening();
    const before = stage.lists();
    stage.watcher.wake();
    await stage.advance(10);
    expect(stage.ear.reconnected).toBe(1);
    expect(stage.lists()).toBe(before + 1);
    await stage.watcher.close();
  });

  it('polls alone when listening is switched off', async () => {
    const stage = createStage({ listen: null });
    await stage.advance(0);
    await stage.answer([]);
    expect(stage.watcher.view().server.status.kind).toBe('polling');
    stage.watcher.wake();
    await stage.watcher.close();
  });
});

describe('a stop', () => {
  it('is asked of Plex once, and answers when the session is gone', async () => {
    const stage = await createEvening();
    const [alice] = stage.watcher.view().sessions;
    const first = stage.watcher.stop(alice?.id ?? '', 'Good night');
    const second = stage.watcher.stop(alice?.id ?? '', 'Good night again');
    await settle();
    await stage.advance(1500);
    await stage.answer([]);
    expect(await Promise.all([first, second])).toEqual([
      { kind: 'stopped', afterMs: 1500 },
      { kind: 'stopped', afterMs: 1500 },
    ]);
    expect(stage.asked.filter((what) => what.startsWith('terminate'))).toEqual(['terminate t1 Good night']);
    expect(stage.kinds().slice(-2)).toEqual(['session-stopped', 'stream-stopped']);
    await stage.watcher.close();
  });

  it('that Plex refuses says why', async () => {
    const client = {
      info: async () => ({ ...info, canTerminate: false }),
      sessions: async () => [seen()],
      source: async () => null,
      activities: async () => [],
      terminate: () => Promise.reject(new Refusal('unauthorized')),
      cancelTranscode: () => Promise.reject(new Refusal('server-error')),
    };
    const stage = createStage({ client });
    await stage.advance(0);
    const [alice] = stage.watcher.view().sessions;
    expect(await stage.watcher.stop(alice?.id ?? '', '')).toEqual({ kind: 'refused', why: 'no-plex-pass' });
    await stage.watcher.close();
  });

  it('of a transcode that comes back says so', async () => {
    const listed = [seen({ delivered: transcoded, transcode: aTranscode() })];
    const stage = await createEvening({}, listed);
    const [alice] = stage.watcher.view().sessions;
    const outcome = stage.watcher.cancelTranscode(alice?.id ?? '');
    await settle();
    expect(stage.asked).toContain('cancel tk1');
    stage.hear({ kind: 'transcode', phase: 'end', transcode: aTranscode() });
    await stage.advance(700);
    stage.hear({ kind: 'transcode', phase: 'start', transcode: aTranscode() });
    expect(await outcome).toEqual({ kind: 'came-back', afterMs: 700, sameKey: true });
    await stage.watcher.close();
  });
});

describe('closing while busy', () => {
  it('answers what is pending, closes the ear once, and hears nothing more', async () => {
    const stage = await createEvening();
    const [alice] = stage.watcher.view().sessions;
    const outcome = stage.watcher.stop(alice?.id ?? '', 'Bye');
    await stage.advance(5 * MINUTE);
    const closing = stage.watcher.close();
    expect(stage.watcher.close()).toBe(closing);
    await closing;
    expect(await outcome).toMatchObject({ kind: 'refused' });
    const before = { events: stage.events.length, views: stage.views.length, asked: stage.asked.length };
    await stage.answer([seenBen()]);
    stage.hear(playing({ state: 'stopped' }));
    await stage.link({ kind: 'open' });
    await stage.advance(10 * MINUTE);
    expect({ events: stage.events.length, views: stage.views.length, asked: stage.asked.length }).toEqual(before);
    expect(stage.ear.closed).toBe(1);
    expect(await stage.watcher.cancelTranscode('anything')).toEqual({ kind: 'nothing-to-stop' });
    expect(stage.complaints).toEqual([]);
  });

  it('before the first answer is clean', async () => {
    const stage = createStage();
    await stage.advance(0);
    await stage.watcher.close();
    const before = stage.views.length;
    await stage.fail(new Refusal('unreachable'));
    expect(stage.views).toHaveLength(before);
  });
});
