// Every way in which a sign-in can stand has its sentence, and its way on.
import { describe, expect, it } from 'vitest';
import type { Account, SignInState } from '../auth.ts';
import type { SignInTrouble } from '../sign-in-trouble.ts';
import { describeAccount, describeSignedOut, describeSignIn, describeTrouble } from './words-sign-in.ts';

const nowMs = Date.UTC(2026, 10, 23, 20, 0, 0);
const account: Account = {
  id: '1',
  name: 'Ada',
  thumb: null,
  plexPass: true,
  signedInAtMs: nowMs,
  tokenKind: 'device-key',
  expiresAtMs: null,
  status: { kind: 'ok' },
};

const troubles: [SignInTrouble, string, string][] = [
  [{ kind: 'no-network' }, 'plex.tv cannot be reached.', 'tries again by itself'],
  [{ kind: 'not-answering' }, 'plex.tv is not answering as it should.', 'tries again by itself'],
  [{ kind: 'rate-limited', nextTryAtMs: nowMs + 20_000 }, 'plex.tv asks for a pause until', 'goes on by itself'],
  [{ kind: 'clock', aheadMs: 3 * 3_600_000 }, 'is 3 h ahead.', 'Set the clock right'],
  [{ kind: 'clock', aheadMs: -7 * 60_000 }, 'is 7 min behind.', 'Set the clock right'],
  [{ kind: 'refused', status: 422 }, 'The sign-in was refused (status 422).', 'Authorized Devices'],
  [{ kind: 'refused', status: null }, 'The sign-in was refused.', 'Sign in again.'],
  [{ kind: 'not-kept' }, 'could not be written to disk', 'Make room'],
  [{ kind: 'no-network', at: 'id.example.org' }, 'id.example.org cannot be reached.', 'Check that it runs'],
  [{ kind: 'not-answering', at: 'id.example.org' }, 'id.example.org is not answering', 'tries again by itself'],
  [{ kind: 'rate-limited', at: 'id.example.org', nextTryAtMs: nowMs }, 'id.example.org asks for', 'goes on by itself'],
  [{ kind: 'refused', at: 'id.example.org', status: 400 }, 'by id.example.org (status 400)', 'PLEX_OAUTH_CLIENT_ID'],
];
describe('what stands in the way', () => {
  it.each(troubles)('%j', (trouble, says, wayBack) => {
    const words = describeTrouble(trouble, nowMs);
    expect(words.says).toContain(says);
    expect(words.wayBack).toContain(wayBack);
  });

  it.each<SignInTrouble>([
    { kind: 'no-network' },
    { kind: 'no-network', at: 'id.example.org' },
    { kind: 'not-answering' },
    { kind: 'rate-limited', nextTryAtMs: nowMs },
  ])('%j of what was asked once is not said to go on by itself', (trouble) => {
    const { wayBack } = describeTrouble(trouble, nowMs, false);
    expect(wayBack).not.toContain('by itself');
    expect(wayBack).toMatch(/try again/i);
  });
});

const waiting = { kind: 'waiting', authorizationUrl: 'https://app.plex.tv/auth', expiresAtMs: nowMs } as const;
const states: [SignInState, string, 'open' | 'again' | undefined][] = [
  [{ ...waiting, trouble: null }, 'Waiting for your approval', 'open'],
  [{ ...waiting, trouble: { kind: 'no-network' } }, 'plex.tv cannot be reached.', 'open'],
  [{ kind: 'signed-in', account }, 'Signed in as Ada', undefined],
  [{ kind: 'expired' }, 'This sign-in has expired', 'again'],
  [{ kind: 'denied' }, 'The sign-in was not approved', 'again'],
  [{ kind: 'cancelled' }, 'The sign-in was cancelled', 'again'],
  [
    { kind: 'problem', trouble: { kind: 'not-kept' } },
    'The sign-in succeeded, but could not be written to disk.',
    'again',
  ],
];
it.each(states)('a sign-in that is %j', (state, title, act) => {
  const words = describeSignIn(state, nowMs);
  expect(words.title).toBe(title);
  expect(words.act?.kind).toBe(act);
});

it.each([
  [{ kind: 'ok' } as const, 'signed in', null],
  [
    { kind: 'waiting', sinceMs: nowMs, trouble: { kind: 'no-network' } } as const,
    'plex.tv cannot be reached.',
    'by itself',
  ],
  [{ kind: 'unauthorized', sinceMs: nowMs, why: 'ended' } as const, 'does not accept this sign-in any more', 'Sign in'],
  [{ kind: 'unauthorized', sinceMs: nowMs, why: 'key-refused' } as const, 'the key of this Marquee', 'Sign in again.'],
  [{ kind: 'unauthorized', sinceMs: nowMs, why: 'not-for-plex' } as const, 'authorization server', 'PLEX_OAUTH_ISSUER'],
])('an account that is %j', (status, text, hint) => {
  const words = describeAccount({ status, tokenKind: 'device-key' }, nowMs);
  expect(words.text).toContain(text);
  expect(words.hint ?? 'nothing').toContain(hint ?? 'nothing');
});

it('who is signed out hears whether plex.tv knows', () => {
  expect(describeSignedOut({ account, ended: true })).toBe('Ada is signed out.');
  expect(describeSignedOut({ account, ended: false })).toContain('Authorized Devices');
});

it('who signed in at another authorization server reads nothing of plex.tv', () => {
  const elsewhere = { ...account, tokenKind: 'oauth' as const };
  expect(describeSignedOut({ account: elsewhere, ended: false })).not.toContain('plex.tv');
  const status = { kind: 'unauthorized', sinceMs: nowMs, why: 'ended' } as const;
  expect(describeAccount({ ...elsewhere, status }, nowMs)).toMatchObject({
    text: 'The authorization server does not renew this sign-in any more.',
    hint: 'Sign in again.',
  });
});
