import { describe, expect, it } from 'vitest';
import { type SeenSession } from '../../src-contract/heard.ts';
import { createStage } from './test-stage.ts';
import { MINUTE, SECOND, playing, seen, seenBen } from './test-things.ts';
import { type WatcherOptions } from './watcher.ts';

/** What no reading prepared us for. */
const indigestible = (): SeenSession => ({
  ...seenBen(),
  get item(): never {
    throw new Error('No such thing as an item.');
  },
});

/** Ids are wanted for every fact: where there is none, no step that tells something can be taken. */
const createBreakable = () => {
  const faults = { on: false, met: 0 };
  const newId = () => {
    // One that spins is let go on, so that its test ends.
    if (faults.on && faults.met < 1000) {
      faults.met += 1;
      throw new Error('No more ids.');
    }
    return `id-${Math.random()}`;
  };
  return { faults, newId };
};

const createEvening = async (options: Partial<WatcherOptions> = {}) => {
  const stage = createStage(options);
  await stage.advance(0);
  await stage.link({ kind: 'open' });
  for (let turn = 0; turn < 2; turn += 1) {
    await stage.answer([seen()]);
    await stage.advance(0);
  }
  return stage;
};

describe('a list that cannot be taken in', () => {
  it('is asked for again as rarely as one that failed, and what the socket tells is kept', async () => {
    const stage = await createEvening();
    const before = stage.lists();
    for (let second = 0; second < 2 * 60; second += 1) {
      await stage.advance(SECOND);
      await stage.answer([seen(), indigestible()]);
    }
    expect(stage.lists() - before).toBeLessThan(10);
    expect(stage.lists() - before).toBeGreaterThan(2);
    expect(new Set(stage.complaints)).toEqual(new Set(['Deciding about "list" failed']));
    expect(stage.watcher.view().server.status).toMatchObject({
      kind: 'unreachable',
      why: 'Marquee itself failed at its answer. The log says how; please report it.',
    });
    stage.hear(playing({ state: 'paused' }));
    expect(stage.kinds()).toContain('session-paused');
    await stage.advance(30 * SECOND);
    await stage.answer([seen({ state: 'paused' }), seenBen()]);
    expect(stage.watcher.view().server.status.kind).toBe('live');
    expect(stage.watcher.view().sessions).toHaveLength(2);
    await stage.watcher.close();
  });

  it('is seen, and asked for ever more rarely, when not even that it failed can be taken in', async () => {
    const { faults, newId } = createBreakable();
    const stage = await createEvening({ newId });
    const before = stage.lists();
    faults.on = true;
    for (let second = 0; second < 10 * 60; second += 1) {
      await stage.advance(SECOND);
      await stage.answer([seen(), seenBen()]);
    }
    const asked = stage.lists() - before;
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(15);
    expect(stage.views.at(-1)?.server.status).toMatchObject({ kind: 'unreachable' });
    expect(stage.watcher.view().server.status).toMatchObject({ kind: 'unreachable' });
    faults.on = false;
    await stage.advance(5 * MINUTE);
    await stage.answer([seen(), seenBen()]);
    expect(stage.watcher.view()).toMatchObject({ server: { status: { kind: 'live' } }, sessions: [{}, {}] });
    expect(stage.views.at(-1)?.server.status.kind).toBe('live');
    await stage.watcher.close();
  });
});

describe('what is due by itself and cannot be decided', () => {
  it('is looked at ever more rarely, and then decided after all', async () => {
    const { faults, newId } = createBreakable();
    const stage = await createEvening({ newId });
    const [alice] = stage.watcher.view().sessions;
    const outcome = stage.watcher.stop(alice?.id ?? '', 'Good night');
    await stage.advance(SECOND);
    faults.on = true;
    await stage.advance(2 * MINUTE);
    expect(faults.met).toBeGreaterThan(3);
    expect(faults.met).toBeLessThan(10);
    faults.on = false;
    await stage.advance(5 * MINUTE);
    expect(await outcome).toMatchObject({ kind: 'refused' });
    await stage.watcher.close();
  });

  it('is told in the log once for each rest, not at every message', async () => {
    const { faults, newId } = createBreakable();
    const stage = await createEvening({ newId });
    faults.on = true;
    for (let turn = 0; turn < 50; turn += 1) stage.hear(playing({ state: turn % 2 === 0 ? 'paused' : 'playing' }));
    expect(faults.met).toBe(25);
    expect(stage.complaints).toEqual(['Deciding about "hint" failed']);
    await stage.watcher.close();
  });
});
