// Stories of keys, sign-in links and signed-in browsers, told by a clock that the test moves.
import { beforeEach, describe, expect, it } from 'vitest';
import { createAccess, SESSION_LIFE_MS, type SignedInStore } from './access.ts';
import { createAccessKey } from './access-keys.ts';
import { createMemoryStore } from './test-web.ts';

const MINUTE = 60_000;
const key = createAccessKey();
let nowMs = 0;
let store: SignedInStore;
const clock = { nowMs: () => nowMs, after: () => () => {} };
const start = () =>
  createAccess({ key, keys: { find: () => null, create: () => null, onRevoked: () => () => {} }, store, clock });

const codeOf = (url: string): string => url.split('#code=')[1] ?? '';
const cookie = (value: string | null) => ({ cookie: `theme=dark; marquee=${value}; other=1` });

beforeEach(() => {
  nowMs = 1_700_000_000_000;
  store = createMemoryStore();
});

it('makes keys of 256 random bits', () => {
  expect(Buffer.from(createAccessKey(), 'base64url')).toHaveLength(32);
  expect(createAccessKey()).not.toBe(createAccessKey());
});

describe('the key', () => {
  it.each([
    ['the key', `Bearer ${key}`, true],
    ['the scheme in small letters', `bearer ${key}`, true],
    ['a key that is one character longer', `Bearer ${key}A`, false],
    ['the beginning of the key', `Bearer ${key.slice(0, -1)}`, false],
    ['no key', 'Bearer ', false],
    ['another scheme', `Basic ${key}`, false],
    ['the key alone', key, false],
  ])('%s', (_story, authorization, expected) => {
    expect(start().isAllowed({ authorization })).toBe(expected);
  });

  it('is not good as a cookie', () => {
    expect(start().isAllowed(cookie(key))).toBe(false);
  });

  it('that is wrong is not saved by a good cookie', () => {
    const access = start();
    const value = access.exchange(codeOf(access.createLink('http://x').url));
    expect(access.isAllowed({ ...cookie(value), authorization: 'Bearer wrong' })).toBe(false);
  });
});

describe('a sign-in link', () => {
  it('signs one browser in, once', () => {
    const access = start();
    const code = codeOf(access.createLink('http://127.0.0.1:4848').url);
    const value = access.exchange(code);
    expect(access.isAllowed(cookie(value))).toBe(true);
    expect(access.exchange(code)).toBeNull();
  });

  it('is good for ten minutes, and says until when', () => {
    const access = start();
    const early = access.createLink('http://x');
    const late = access.createLink('http://x');
    expect(early.expiresAtMs).toBe(nowMs + 10 * MINUTE);
    nowMs += 10 * MINUTE - 1;
    expect(access.exchange(codeOf(early.url))).not.toBeNull();
    nowMs += 1;
    expect(access.exchange(codeOf(late.url))).toBeNull();
  });

  it('stands below the address, with or without a slash at its end', () => {
    expect(start().createLink('https://x/marquee/').url).toMatch(/^https:\/\/x\/marquee\/#code=/);
    expect(start().createLink('https://x/marquee').url).toMatch(/^https:\/\/x\/marquee\/#code=/);
  });

  it('that nobody made signs nobody in', () => {
    expect(start().exchange('made-up')).toBeNull();
  });

  it('is forgotten when twenty newer ones were made', () => {
    const access = start();
    const [oldest, second] = Array.from({ length: 21 }, () => codeOf(access.createLink('http://x').url));
    expect(access.exchange(oldest ?? '')).toBeNull();
    expect(access.exchange(second ?? '')).not.toBeNull();
  });
});

describe('a signed-in browser', () => {
  const signIn = (access = start()) => access.exchange(codeOf(access.createLink('http://x').url));

  it('stays signed in over a restart', () => {
    const value = signIn();
    expect(start().isAllowed(cookie(value))).toBe(true);
  });

  it('is kept as a hash, never as what its cookie says', () => {
    const value = signIn() ?? '';
    expect(store.read()).toHaveLength(1);
    expect(JSON.stringify(store.read())).not.toContain(value);
  });

  it('whose hash somebody mangled is not one, and troubles nobody', () => {
    store.write([{ hash: 'mangled', sinceMs: nowMs }]);
    expect(start().isAllowed(cookie('anything'))).toBe(false);
  });

  it('is signed out after half a year', () => {
    const access = start();
    const value = signIn(access);
    nowMs += SESSION_LIFE_MS - 1;
    expect(access.isAllowed(cookie(value))).toBe(true);
    nowMs += 1;
    expect(access.isAllowed(cookie(value))).toBe(false);
    signIn(access);
    expect(store.read()).toHaveLength(1);
  });

  it('gives way when fifty newer ones came', () => {
    const access = start();
    const values = Array.from({ length: 51 }, () => signIn(access));
    expect(values.map((value) => access.isAllowed(cookie(value)))).toEqual([false, ...Array(50).fill(true)]);
  });

  it.each([
    ['no cookie', {}],
    ['an empty one', { cookie: 'marquee=' }],
    ['a made-up one', { cookie: 'marquee=abc' }],
  ])('is not one with %s', (_story, headers) => {
    signIn();
    expect(start().isAllowed(headers)).toBe(false);
  });
});
