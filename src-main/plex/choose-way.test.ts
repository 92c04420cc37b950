// Stories of a choice between ways: who answers when, and which one it is that is used.
import { expect, test } from 'vitest';
import { createFakeClock } from '../lib/fake-clock.ts';
import { chooseWay } from './choose-way.ts';
import { PlexError } from './errors.ts';
import type { Fare, Probe } from './probe.ts';
import type { Way } from './ways.ts';

const way = (uri: string, over: Partial<Way>): Way => ({
  uri,
  local: false,
  relay: false,
  secure: true,
  from: 'plex-tv',
  ...over,
});
const local = way('https://local', { local: true });
const plain = way('http://local', { local: true, secure: false });
const remote = way('https://remote', {});
const relay = way('https://relay', { relay: true });
const ways = [local, plain, remote, relay];

/** When each answers, and as whom; null: it fails then. What is not named never answers. */
type Answers = Record<string, { atMs: number; id: string | null }>;

const choose = async (answers: Answers, limitMs = 5000) => {
  const clock = createFakeClock(0);
  const fares: [string, Fare['kind']][] = [];
  const probe: Probe = (uri) =>
    new Promise((resolve) => {
      const answer = answers[uri];
      const failed: Fare = { kind: 'failed', error: new PlexError('timeout', 'late') };
      clock.after(answer?.atMs ?? limitMs, () =>
        resolve(answer?.id ? { kind: 'answered', id: answer.id, version: '1', latencyMs: answer.atMs } : failed),
      );
    });
  let outcome: { way: Way | null; atMs: number } | null = null;
  const onFare = (of: Way, fare: Fare) => void fares.push([of.uri, fare.kind]);
  void chooseWay({ ways, id: 'attic', trustedCertificate: null, probe, clock, onFare }).then(
    (chosen) => (outcome = { way: chosen, atMs: clock.nowMs() }),
  );
  for (let atMs = 0; atMs < limitMs && outcome === null; atMs += 50) {
    clock.advance(50);
    // What follows from an answer is decided before the clock goes on.
    await new Promise(setImmediate);
  }
  return { outcome, fares };
};
const attic = (atMs: number) => ({ atMs, id: 'attic' });

test.each<[string, Answers, { way: Way | null; atMs: number }]>([
  [
    'the best is used the moment it answers',
    { [local.uri]: attic(100), [remote.uri]: attic(100) },
    { way: local, atMs: 100 },
  ],
  [
    'a quicker one waits for a better one',
    { [remote.uri]: attic(100), [local.uri]: attic(500) },
    { way: local, atMs: 500 },
  ],
  ['but not for ever', { [remote.uri]: attic(100), [local.uri]: attic(4000) }, { way: remote, atMs: 850 }],
  [
    'the best of those that came in time',
    { [relay.uri]: attic(50), [remote.uri]: attic(700) },
    { way: remote, atMs: 800 },
  ],
  [
    'when all better ones have failed nothing is waited for',
    { [local.uri]: { atMs: 100, id: null }, [plain.uri]: { atMs: 150, id: null }, [remote.uri]: attic(50) },
    { way: remote, atMs: 150 },
  ],
  [
    'another server at the same address is not taken',
    { [local.uri]: { atMs: 50, id: 'cellar' }, [plain.uri]: { atMs: 50, id: null }, [remote.uri]: attic(100) },
    { way: remote, atMs: 100 },
  ],
  ['nobody answers', {}, { way: null, atMs: 5000 }],
  ['a late one is better than none', { [relay.uri]: attic(4000) }, { way: relay, atMs: 4750 }],
])('%s', async (_name, answers, expected) => {
  expect((await choose(answers)).outcome).toEqual(expected);
});

test('each is told of as it comes, also after the choice', async () => {
  const { fares } = await choose({ [local.uri]: attic(100), [remote.uri]: attic(100) });
  expect(fares).toEqual([
    [local.uri, 'answered'],
    [remote.uri, 'answered'],
  ]);
});
