// Stories of answers that many share: who asks Plex, who waits, and what is told of a server that fails.
import { beforeEach, expect, test } from 'vitest';
import { createFakeClock, type FakeClock } from '../lib/fake-clock.ts';
import { createSharedAnswers } from './shared-answers.ts';

let clock: FakeClock;
let asked: { resolve: (value: string) => void; reject: (error: Error) => void }[];
let shared: ReturnType<typeof createSharedAnswers<string>>;
beforeEach(() => {
  clock = createFakeClock(1000);
  asked = [];
  shared = createSharedAnswers<string>(clock);
});
const ask = () => shared('attic', () => new Promise<string>((resolve, reject) => void asked.push({ resolve, reject })));
const plexError = (kind: string, retryAfterMs: number | null = null) =>
  Object.assign(new Error(kind), { kind, retryAfterMs });
const answered = (value: string, ageMs = 0, failure: unknown = null) => ({ kind: 'answered', value, ageMs, failure });

test('many who ask at once cost one request, and so do those who come within two seconds', async () => {
  const many = [ask(), ask(), ask()];
  expect(asked).toHaveLength(1);
  asked[0]?.resolve('films');
  expect(await Promise.all(many)).toEqual(Array(3).fill(answered('films')));
  clock.advance(1999);
  expect(await ask()).toEqual(answered('films', 1999));
  expect(asked).toHaveLength(1);
  clock.advance(1);
  const next = ask();
  expect(asked).toHaveLength(2);
  asked[1]?.resolve('more films');
  expect(await next).toEqual(answered('more films'));
});

test('a failure is shared as well, and told with the last answer and its age', async () => {
  const first = ask();
  asked[0]?.resolve('films');
  await first;
  clock.advance(60_000);
  const failing = [ask(), ask()];
  asked[1]?.reject(plexError('breaker-open', 4000));
  const failure = { why: 'breaker-open', retryAfterMs: 4000 };
  expect(await Promise.all(failing)).toEqual(Array(2).fill(answered('films', 60_000, failure)));
  clock.advance(1000);
  expect(await ask()).toEqual(answered('films', 61_000, failure));
  expect(asked).toHaveLength(2);
});

test('an answer that is an hour old is not told any more', async () => {
  const first = ask();
  asked[0]?.resolve('films');
  await first;
  clock.advance(60 * 60_000);
  const failing = ask();
  asked[1]?.reject(plexError('unreachable'));
  expect(await failing).toEqual({ kind: 'failed', failure: { why: 'unreachable', retryAfterMs: null } });
});

test('a slow server is not waited for longer than three seconds, and its late answer counts', async () => {
  const waiting = ask();
  clock.advance(3000);
  const late = { kind: 'failed', failure: { why: 'timeout', retryAfterMs: null } };
  expect(await waiting).toEqual(late);
  // Who comes later does not wait at all, and asks nothing.
  const later = ask();
  clock.advance(0);
  expect(await later).toEqual(late);
  expect(asked).toHaveLength(1);
  asked[0]?.resolve('films');
  await new Promise((resolve) => setImmediate(resolve));
  expect(await ask()).toEqual(answered('films'));
});

test('a bug of ours is not taken for a server that is away', async () => {
  const broken = ask();
  asked[0]?.reject(new TypeError('x is undefined'));
  await expect(broken).rejects.toThrow('x is undefined');
});
