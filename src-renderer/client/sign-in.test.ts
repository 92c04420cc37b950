// Signing in with a link, for every way that it can go.
import { describe, expect, it } from 'vitest';
import { exchangeCode, readCode } from './sign-in.ts';

describe('the code of a sign-in link', () => {
  it.each([
    ['#code=abc-123', 'abc-123'],
    ['#code=', null],
    ['#/history', null],
    ['', null],
  ])('in %s is %s', (hash, code) => {
    expect(readCode(hash)).toBe(code);
  });
});

describe('the exchange', () => {
  it.each([
    [200, 'signed-in'],
    [401, 'link-used'],
    [503, 'unreachable'],
  ])('answered with %d is %s', async (status, outcome) => {
    const sent: unknown[] = [];
    const send: typeof fetch = async (uri, init) => {
      sent.push(uri, init?.body);
      return new Response('{}', { status });
    };
    expect(await exchangeCode('http://nas:4848/marquee/', 'abc', send)).toBe(outcome);
    expect(sent).toEqual([new URL('http://nas:4848/marquee/api/v1/access/exchange'), '{"code":"abc"}']);
  });

  it('without an answer is unreachable', async () => {
    const send: typeof fetch = () => Promise.reject(new TypeError('refused'));
    expect(await exchangeCode('http://nas:4848/', 'abc', send)).toBe('unreachable');
  });
});
