import { describe, expect, it } from 'vitest';
import { applyPatch, byPlace } from '../../src-contract/apply-patch.ts';
import { patchSchema, type Snapshot } from '../../src-contract/live.ts';
import { type Session } from '../../src-contract/session.ts';
import { toPatch } from './snapshot.ts';
import { createQuietStory, createStory } from './test-story.ts';
import { aTranscode, seen, seenBen, transcoded } from './test-things.ts';

const createTwo = (): Session[] => {
  const story = createQuietStory();
  story.list(1000, [seen({ delivered: transcoded, transcode: aTranscode() }), seenBen()]);
  return story.sessions();
};
const [alice, ben] = createTwo();
if (!alice?.transcode || !ben) throw new Error('Two are watching.');
const transcode = alice.transcode;
const server = createStory().server();

const snapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  revision: 7,
  atMs: 1000,
  servers: [server],
  sessions: [alice, ben],
  health: [],
  ...changes,
});
const before = snapshot();
const later = (changes: Partial<Snapshot>) => snapshot({ revision: 8, atMs: 2000, ...changes });
const moved: Session = { ...alice, positionMs: 99_000, positionAtMs: 2000, pausedMs: 5 };
const faster: Session = {
  ...alice,
  network: { ...alice.network, bandwidthKbps: 1 },
  transcode: { ...transcode, progress: 50, speed: 9, throttled: true, aheadMs: 1, maxOffsetMs: 2 },
};
const anActivity = { uuid: 'a', type: 'x', title: 'Scan', subtitle: null, progress: 1, cancellable: false };
const arrivals = [{ serverId: server.id, sessionKey: '99', atMs: 1500, item: ben.item }];
const health = { name: 'history', ok: false, text: 'The disk is full.', sinceMs: 1 } as const;

describe('the patch from one picture to the next', () => {
  it.each<[string, Snapshot, boolean | null]>([
    ['nothing but its number', later({}), null],
    ['somebody starts', later({ arrivals }), true],
    ['copies of the same', later({ sessions: structuredClone(before.sessions), servers: [{ ...server }] }), null],
    ['a position', later({ sessions: [moved, ben] }), false],
    ['speed and bandwidth', later({ sessions: [faster, ben] }), false],
    ['the progress of an activity', later({ servers: [{ ...server, activities: [anActivity] }] }), false],
    ['a pause', later({ sessions: [{ ...alice, state: 'paused' }, ben] }), true],
    ['a transcode that is gone', later({ sessions: [{ ...alice, transcode: null }, ben] }), true],
    ['a transcode that is new', later({ sessions: [alice, { ...ben, transcode }] }), true],
    [
      'a confirmed decision',
      later({ sessions: [{ ...alice, stream: { ...alice.stream, confirmed: true } }, ben] }),
      true,
    ],
    ['a start', later({ sessions: [alice, ben, { ...ben, id: 'new' }] }), true],
    ['a stop', later({ sessions: [ben] }), true],
    ['a status', later({ servers: [{ ...server, status: { kind: 'disabled' } }] }), true],
    ['another server', later({ servers: [server, { ...server, id: 'nas' }] }), true],
    ['the health of a part', later({ health: [health] }), true],
    ['another past', later({ pastRevision: 1 }), false],
  ])('of %s', (_, after, urgent) => {
    const change = toPatch(before, after, []);
    expect(change?.urgent ?? null).toBe(urgent);
    const led =
      change === null ? { ...before, revision: 8, atMs: 2000 } : applyPatch(before, patchSchema.parse(change.patch));
    expect(led).toEqual(after);
  });

  it('sends what moved as movement, and only that', () => {
    const change = toPatch(before, later({ sessions: [moved, structuredClone(ben)] }), []);
    expect(change?.patch).toMatchObject({ sessions: [], moved: [{ id: alice.id, positionMs: 99_000 }], servers: null });
  });

  it('says how those ended who are gone', () => {
    const ending = { sessionId: alice.id, atMs: 1500, endedBy: 'killed' } as const;
    expect(toPatch(before, later({ sessions: [] }), [ending])?.patch.ended).toEqual([
      ending,
      { sessionId: ben.id, atMs: 2000, endedBy: 'presumed' },
    ]);
  });

  it('fits no other revision', () => {
    const change = toPatch(before, later({ sessions: [moved, ben] }), []);
    if (!change) throw new Error('A position has moved.');
    expect(applyPatch(snapshot({ revision: 6 }), change.patch)).toBeNull();
  });

  it('leads from any picture to any other', () => {
    const variants: Session[][] = [
      [],
      [alice],
      [moved, ben],
      [faster, { ...ben, id: 'a new one', placeAtMs: 5 }],
      [
        { ...ben, placeAtMs: 0 },
        { ...alice, transcode: null },
      ],
      [
        { ...alice, starving: true },
        { ...ben, transcode },
      ],
    ].map((sessions) => sessions.toSorted(byPlace));
    for (const [at, from] of variants.entries()) {
      for (const to of variants) {
        const one = snapshot({ sessions: from, servers: at % 2 === 0 ? [] : [server] });
        const other = later({ sessions: to, health: at % 3 === 0 ? [health] : [] });
        const change = toPatch(one, other, []);
        const led = change === null ? { ...one, revision: 8, atMs: 2000 } : applyPatch(one, change.patch);
        expect(led).toEqual(other);
      }
    }
  });
});
