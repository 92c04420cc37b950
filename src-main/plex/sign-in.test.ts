// Signing in, told as it happens to a person, against the simulated plex.tv.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPlexTv } from '../../src-sim/plextv/start-plex-tv.ts';
import { startSim, type Sim } from '../../src-sim/start-sim.ts';
import type { Account, SignInState } from '../../src-contract/auth.ts';
import { systemClock } from '../lib/clock.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { silentLog } from '../lib/log.ts';
import { createPlexTv } from './plex-tv.ts';
import { createAccounts, toRenewalMs, type Accounts, type KeptAccount } from './plex-tv-accounts.ts';
import { createPinWay } from './sign-in-pin.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const callbackUrl = 'http://127.0.0.1:4848/api/v1/auth/plex/callback';
const nothing = { code: null, error: null, iss: null };
const identity = { clientId: 'marquee-1', product: 'Marquee', version: '0.1.0', platform: 'Linux', deviceName: 'Büro' };

type Sims = { plexTv: Awaited<ReturnType<typeof startPlexTv>>; attic: Sim };
let sims: Sims;
let kept: KeptAccount[];
let closers: (() => unknown)[];
beforeEach(async () => {
  const [plexTv, attic] = await Promise.all([startPlexTv(), startSim({ manualClock: true, name: 'attic' })]);
  plexTv.addServer(attic, { owner: 'Ada', sharedWith: ['Bruno'] });
  sims = { plexTv, attic };
  kept = [];
  closers = [() => plexTv.close(), () => attic.close()];
});
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
});

/** As an app does that was just started. `clock` counts for waiting; the requests take their real time. */
const open = (clock = createFakeClock(Date.now())) => {
  const hidden: string[] = [];
  const hide = (secret: string) => void hidden.push(secret);
  const limits = { retries: 0, timeoutMs: 5000 };
  const plexTv = createPlexTv({
    identity,
    url: sims.plexTv.uri,
    clock: { ...systemClock, nowMs: clock.nowMs },
    log: silentLog,
    limits,
  });
  const store = { read: () => kept, write: (all: KeptAccount[]) => void (kept = all) };
  const accounts = createAccounts({ plexTv, oauth: null, store, hide, clock, log: silentLog });
  const way = createPinWay({ plexTv, identity });
  const signIn = createSignIn({ way, onGrant: accounts.add, clockAheadMs: plexTv.clockAheadMs, hide, clock });
  closers.push(() => plexTv.close(), accounts.close, signIn.close);
  return { clock, plexTv, accounts, signIn, store, hidden };
};
type Marquee = ReturnType<typeof open>;

const until = <Value>(check: () => Value) => vi.waitFor(check, { timeout: 45_000, interval: 5 });

/** Seconds go by, each with the question that belongs to it, until it stands as expected. */
const untilKind = (
  { clock, signIn }: Pick<Marquee, 'clock' | 'signIn'>,
  state: string,
  kind: SignInState['kind'],
): Promise<SignInState> =>
  until(() => {
    clock.advance(1000);
    const view = signIn.look(state);
    if (view?.kind !== kind) throw new Error(`It is ${JSON.stringify(view)}`);
    return view;
  });

const signInAs = async (marquee: Marquee, name: string): Promise<Account> => {
  const { state } = await marquee.signIn.start(callbackUrl);
  sims.plexTv.control.approve(undefined, name);
  const view = await untilKind(marquee, state, 'signed-in');
  if (view.kind !== 'signed-in') throw new Error('not signed in');
  return view.account;
};

const asked = (path: string) => sims.plexTv.control.requests().filter(({ url }) => url.includes(path));

describe('a person signs in', () => {
  it('in the browser, at an address that holds all that Plex wants and no token', async () => {
    const { signIn } = open();
    const { authorizationUrl, state } = await signIn.start(callbackUrl);
    expect(authorizationUrl).toMatch(new RegExp(`^${sims.plexTv.authUri}#\\?`));
    const fields = new URLSearchParams(new URL(authorizationUrl).hash.replace('#?', ''));
    expect(Object.fromEntries(fields)).toEqual({
      clientID: 'marquee-1',
      code: sims.plexTv.control.pins()[0]?.code,
      'context[device][product]': 'Marquee',
      'context[device][version]': '0.1.0',
      'context[device][platform]': 'Linux',
      'context[device][deviceName]': 'Büro',
      forwardUrl: `${callbackUrl}?state=${state}`,
    });
  });

  it('and is known a second after he approved, by a token that only the holder of the key gets', async () => {
    const marquee = open();
    const account = await signInAs(marquee, 'Ada');
    expect(account).toMatchObject({
      id: '7300001',
      name: 'Ada',
      plexPass: true,
      tokenKind: 'device-key',
      status: { kind: 'ok' },
    });
    expect(account.expiresAtMs).toBeGreaterThan(Date.now() + 6 * DAY_MS);
    expect(sims.plexTv.control.pins()).toMatchObject([{ withKey: true, state: 'approved' }]);
    expect(JSON.stringify(marquee.accounts.list())).not.toContain(kept[0]?.token);
    expect(marquee.hidden).toEqual(expect.arrayContaining([kept[0]?.token, kept[0]?.key?.d]));
  });

  it('and every request says who asks, with the token in a header only', async () => {
    const marquee = open();
    await marquee.accounts.servers((await signInAs(marquee, 'Ada')).id);
    for (const { headers, url } of sims.plexTv.control.requests()) {
      expect(headers).toMatchObject({
        'x-plex-client-identifier': 'marquee-1',
        'x-plex-product': 'Marquee',
        'x-plex-version': '0.1.0',
        'x-plex-platform': 'Linux',
        'x-plex-device-name': Buffer.from('Büro').toString('latin1'),
      });
      expect(url).not.toContain(kept[0]?.token);
      expect(url).not.toMatch(/X-Plex-Token/i);
    }
  });

  it('and the servers he may use are found, each with a token of its own', async () => {
    const marquee = open();
    const servers = await marquee.accounts.servers((await signInAs(marquee, 'Ada')).id);
    expect(servers).toMatchObject([{ id: sims.attic.machineIdentifier, name: 'attic', owned: true, presence: true }]);
    expect(servers?.[0]?.accessToken).toBe(sims.plexTv.control.accessToken('attic', 'Ada'));
    expect(servers?.[0]?.connections.map(({ local, relay, secure }) => [local, relay, secure])).toEqual([
      [true, false, true],
      [false, false, true],
      [false, true, true],
    ]);
  });

  it('and somebody else too, beside him', async () => {
    const marquee = open();
    await signInAs(marquee, 'Ada');
    const bruno = await signInAs(marquee, 'Bruno');
    expect(marquee.accounts.list().map(({ name, plexPass }) => [name, plexPass])).toEqual([
      ['Ada', true],
      ['Bruno', false],
    ]);
    expect(await marquee.accounts.servers(bruno.id)).toMatchObject([{ name: 'attic', owned: false }]);
    expect(new Set(kept.map(({ key }) => key?.kid)).size).toBe(2);
  });

  it('and again, which takes the place of what was before', async () => {
    const marquee = open();
    await signInAs(marquee, 'Ada');
    const before = kept[0]?.token;
    await signInAs(marquee, 'Ada');
    expect(kept.map(({ name }) => name)).toEqual(['Ada']);
    expect(kept[0]?.token).not.toBe(before);
  });

  it('and those who watch hear of it at once', async () => {
    const marquee = open();
    const { state } = await marquee.signIn.start(callbackUrl);
    const heard: string[] = [];
    const watching = (async () => {
      for await (const { kind } of marquee.signIn.watch(state) ?? []) heard.push(kind);
    })();
    sims.plexTv.control.approve();
    await untilKind(marquee, state, 'signed-in');
    await watching;
    expect([...new Set(heard)]).toEqual(['waiting', 'signed-in']);
    expect(marquee.signIn.watch('nobody began this')).toBeNull();
  });
});

describe('the browser comes back', () => {
  it('before the next question: it is asked at once', async () => {
    const { signIn } = open();
    const { state } = await signIn.start(callbackUrl);
    sims.plexTv.control.approve();
    expect(await signIn.callback(state, nothing)).toMatchObject({ kind: 'signed-in', account: { name: 'Ada' } });
  });
  it('once: its state is of no use a second time', async () => {
    const { signIn } = open();
    const { state } = await signIn.start(callbackUrl);
    sims.plexTv.control.approve();
    await signIn.callback(state, nothing);
    expect(await signIn.callback(state, nothing)).toBeNull();
    expect(signIn.look(state)?.kind).toBe('signed-in');
  });
  it('with a state of its own making, or after ten minutes: not known', async () => {
    const { signIn, clock } = open();
    expect(await signIn.callback('x'.repeat(43), nothing)).toBeNull();
    const { state } = await signIn.start(callbackUrl);
    clock.advance(10 * 60_000);
    expect(await signIn.callback(state, nothing)).toBeNull();
  });
  it('without an approval, for long: it was declined', async () => {
    const { signIn, clock } = open();
    const { state } = await signIn.start(callbackUrl);
    const answer = signIn.callback(state, nothing);
    await until(() => {
      clock.advance(1000);
      expect(signIn.look(state)?.kind).toBe('denied');
    });
    expect(await answer).toEqual({ kind: 'denied' });
  });
});

describe('it does not go as it should:', () => {
  it('the PIN expires at plex.tv', async () => {
    const marquee = open();
    const { state } = await marquee.signIn.start(callbackUrl);
    sims.plexTv.control.expirePin();
    expect(await untilKind(marquee, state, 'expired')).toEqual({ kind: 'expired' });
  });
  it('the page is closed: it can be opened again, and after ten minutes it is over', async () => {
    const { signIn, clock } = open();
    const { state, authorizationUrl } = await signIn.start(callbackUrl);
    clock.advance(9 * 60_000);
    expect(signIn.look(state)).toMatchObject({ kind: 'waiting', authorizationUrl });
    await untilKind({ signIn, clock }, state, 'expired');
  });
  it('the person gives up', async () => {
    const { signIn } = open();
    const { state } = await signIn.start(callbackUrl);
    expect(signIn.cancel(state)).toEqual({ kind: 'cancelled' });
    sims.plexTv.control.approve();
    expect(await signIn.callback(state, nothing)).toEqual({ kind: 'cancelled' });
    expect(kept).toEqual([]);
  });
  it('plex.tv asks to be left alone for a while, and is; then it goes on', async () => {
    const marquee = open();
    const { state } = await marquee.signIn.start(callbackUrl);
    sims.plexTv.control.fault({
      path: 'GET /api/v2/pins',
      fault: { kind: 'status', status: 429, retryAfterS: 20 },
      times: 1,
    });
    const { clock, signIn } = marquee;
    clock.advance(1000);
    const atMs = clock.nowMs();
    await until(() =>
      expect(signIn.look(state)).toMatchObject({ trouble: { kind: 'rate-limited', nextTryAtMs: atMs + 20_000 } }),
    );
    sims.plexTv.control.approve();
    const before = asked('/api/v2/pins/').length;
    clock.advance(19_000);
    expect(asked('/api/v2/pins/')).toHaveLength(before);
    await untilKind(marquee, state, 'signed-in');
  });
  it.each([
    ['the network is away', { kind: 'drop' } as const, 'no-network'],
    ['plex.tv is ill', { kind: 'status', status: 503 } as const, 'not-answering'],
    ['something else answers', { kind: 'body', body: '<html>Log in to the hotel</html>' } as const, 'not-answering'],
  ])('%s: that is said, and when it is over it goes on by itself', async (_, fault, trouble) => {
    const marquee = open();
    const { state } = await marquee.signIn.start(callbackUrl);
    const id = sims.plexTv.control.fault({ path: 'GET /api/v2/pins', fault });
    marquee.clock.advance(1000);
    await until(() =>
      expect(marquee.signIn.look(state)).toMatchObject({ kind: 'waiting', trouble: { kind: trouble } }),
    );
    sims.plexTv.control.clearFault(id);
    sims.plexTv.control.approve();
    await untilKind(marquee, state, 'signed-in');
  });
  it.each([-3, 26])('the clock of this machine is %i hours off: it does not matter', async (hours) => {
    sims.plexTv.control.setClock(-hours * HOUR_MS);
    const marquee = open();
    await signInAs(marquee, 'Ada');
    expect(marquee.plexTv.clockAheadMs()).toBeGreaterThan((hours - 0.1) * HOUR_MS);
    expect(marquee.plexTv.clockAheadMs()).toBeLessThan((hours + 0.1) * HOUR_MS);
  });
  it('plex.tv refuses the signature for good, the clock being wrong: that is said', async () => {
    sims.plexTv.control.setClock(-3 * HOUR_MS);
    const marquee = open();
    const { state } = await marquee.signIn.start(callbackUrl);
    sims.plexTv.control.fault({ path: 'GET /api/v2/pins', fault: { kind: 'status', status: 498 } });
    expect(await untilKind(marquee, state, 'problem')).toMatchObject({ trouble: { kind: 'clock' } });
  });
  it('plex.tv refuses it although the clock is right', async () => {
    const marquee = open();
    const { state } = await marquee.signIn.start(callbackUrl);
    sims.plexTv.control.fault({ path: 'GET /api/v2/pins', fault: { kind: 'status', status: 422 } });
    expect(await untilKind(marquee, state, 'problem')).toEqual({
      kind: 'problem',
      trouble: { kind: 'refused', status: 422 },
    });
  });
  it('the key is taken: another one is made', async () => {
    sims.plexTv.control.fault({ path: 'POST /api/v2/pins', fault: { kind: 'status', status: 422 }, times: 1 });
    expect((await signInAs(open(), 'Ada')).tokenKind).toBe('device-key');
  });
  it('plex.tv takes no keys: a classic token does', async () => {
    sims.plexTv.control.setTakesKeys(false);
    const account = await signInAs(open(), 'Ada');
    expect(account).toMatchObject({ tokenKind: 'classic', expiresAtMs: null, status: { kind: 'ok' } });
    expect(
      sims.plexTv.control.tokens().filter(({ clientIdentifier }) => clientIdentifier === 'marquee-1'),
    ).toMatchObject([{ kind: 'classic', account: 'Ada', state: 'valid' }]);
  });
  it('nothing can be begun while plex.tv limits us: it says how long', async () => {
    const { signIn } = open();
    sims.plexTv.control.fault({ path: 'POST /api/v2/pins', fault: { kind: 'status', status: 429, retryAfterS: 30 } });
    await expect(signIn.start(callbackUrl)).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 30_000 });
  });
  it('the disk is full: nobody is signed in, and that is said', async () => {
    const marquee = open();
    marquee.store.write = () => {
      throw new Error('ENOSPC');
    };
    const { state } = await marquee.signIn.start(callbackUrl);
    sims.plexTv.control.approve();
    expect(await untilKind(marquee, state, 'problem')).toEqual({ kind: 'problem', trouble: { kind: 'not-kept' } });
    expect(marquee.accounts.list()).toEqual([]);
  });
  it('plex.tv goes away just after it approved: the token is not lost', async () => {
    const marquee = open();
    const { state } = await marquee.signIn.start(callbackUrl);
    const id = sims.plexTv.control.fault({ path: 'GET /api/v2/user', fault: { kind: 'drop' } });
    sims.plexTv.control.approve();
    marquee.clock.advance(1000);
    await until(() => expect(marquee.signIn.look(state)).toMatchObject({ trouble: { kind: 'no-network' } }));
    sims.plexTv.control.clearFault(id);
    sims.plexTv.control.expirePin();
    await untilKind(marquee, state, 'signed-in');
  });
});

describe('a token', () => {
  it.each([
    ['of a week is renewed a day before its end', 7 * DAY_MS, 6 * DAY_MS],
    ['of two days in its last quarter', 2 * DAY_MS, 1.5 * DAY_MS],
    ['without an end is used daily', null, DAY_MS],
  ])('%s', (_, lifeMs, dueMs) => {
    expect(toRenewalMs({ issuedAtMs: 1000, expiresAtMs: lifeMs === null ? null : 1000 + lifeMs })).toBe(1000 + dueMs);
  });

  it('is renewed in time, and kept', async () => {
    const { accounts, clock, ...rest } = open();
    await signInAs({ accounts, clock, ...rest }, 'Ada');
    const before = kept[0]?.token;
    clock.advance(6 * DAY_MS - HOUR_MS);
    expect(asked('/auth/token')).toEqual([]);
    sims.plexTv.control.setClock(6 * DAY_MS + HOUR_MS);
    clock.advance(2 * HOUR_MS);
    await until(() => expect(kept[0]?.token).not.toBe(before));
    expect(accounts.list()[0]?.status).toEqual({ kind: 'ok' });
  });

  it.each([498, 401])('that has ended early is renewed when plex.tv answers %i, and nobody notices', async (status) => {
    const marquee = open();
    const { id } = await signInAs(marquee, 'Ada');
    sims.plexTv.control.setExpiredStatus(status);
    sims.plexTv.control.expireTokens();
    const [one, other] = await Promise.all([marquee.accounts.servers(id), marquee.accounts.servers(id)]);
    expect([one?.length, other?.length]).toEqual([1, 1]);
    expect(asked('/auth/token')).toHaveLength(1);
    expect(marquee.accounts.list()[0]?.status).toEqual({ kind: 'ok' });
  });

  it('is renewed after weeks in a drawer', async () => {
    await signInAs(open(), 'Ada');
    sims.plexTv.control.advance(30 * DAY_MS);
    const before = kept[0]?.token;
    const later = open(createFakeClock(Date.now() + 30 * DAY_MS));
    later.clock.advance(1);
    await until(() => expect(kept[0]?.token).not.toBe(before));
    expect(await later.accounts.servers(kept[0]?.id ?? '')).toHaveLength(1);
  });

  it('that was ended at plex.tv makes the account unauthorized until somebody signs in again', async () => {
    const marquee = open();
    const { id } = await signInAs(marquee, 'Ada');
    const told: string[] = [];
    marquee.accounts.onChange((all) => void told.push(all[0]?.status.kind ?? 'none'));
    sims.plexTv.control.revokeTokens();
    await expect(marquee.accounts.servers(id)).rejects.toMatchObject({ name: 'PlexError' });
    expect(marquee.accounts.list()[0]?.status).toMatchObject({ kind: 'unauthorized', why: 'key-refused' });
    expect(told).toEqual(['unauthorized']);
    const before = sims.plexTv.control.requests().length;
    marquee.clock.advance(10 * DAY_MS);
    expect(sims.plexTv.control.requests()).toHaveLength(before);
    await signInAs(marquee, 'Ada');
    expect(marquee.accounts.list()[0]?.status).toEqual({ kind: 'ok' });
    expect(await marquee.accounts.servers(id)).toHaveLength(1);
  });

  it('of the classic kind that was ended says so too', async () => {
    sims.plexTv.control.setTakesKeys(false);
    const marquee = open();
    await signInAs(marquee, 'Ada');
    sims.plexTv.control.revokeTokens();
    marquee.clock.advance(DAY_MS);
    await until(() => expect(marquee.accounts.list()[0]?.status).toMatchObject({ kind: 'unauthorized', why: 'ended' }));
  });

  it('that cannot be renewed now is tried again, later and later', async () => {
    const marquee = open();
    const { id } = await signInAs(marquee, 'Ada');
    const fault = sims.plexTv.control.fault({ path: '/api/v2/auth', fault: { kind: 'drop' } });
    await expect(marquee.accounts.renew(id)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(marquee.accounts.list()[0]?.status).toMatchObject({ kind: 'waiting', trouble: { kind: 'no-network' } });
    const count = () => asked('/auth/nonce').length;
    const told: unknown[] = [];
    marquee.accounts.onChange(([account]) => void told.push(account?.status.kind));
    for (const [at, waitMs] of [60_000, 120_000].entries()) {
      const before = count();
      marquee.clock.advance(waitMs - 1);
      expect(count()).toBe(before);
      marquee.clock.advance(1);
      await until(() => expect(count()).toBe(before + 1));
      // It waits for the next try only when this one has failed, which is told anew.
      await until(() => expect(told).toEqual(Array(at + 1).fill('waiting')));
      await new Promise((resolve) => setImmediate(resolve));
    }
    sims.plexTv.control.clearFault(fault);
    marquee.accounts.wake();
    await marquee.accounts.renew(id);
    expect(marquee.accounts.list()[0]?.status).toEqual({ kind: 'ok' });
  });
});

describe('signing out', () => {
  it('ends the token at plex.tv and forgets it', async () => {
    const marquee = open();
    const { id } = await signInAs(marquee, 'Ada');
    expect(await marquee.accounts.remove(id)).toMatchObject({ account: { name: 'Ada' }, ended: true });
    expect(kept).toEqual([]);
    expect(sims.plexTv.control.tokens().find(({ kind }) => kind === 'jwt')?.state).toBe('revoked');
    expect(marquee.accounts.remove(id)).toBeNull();
  });
  it('forgets it also where plex.tv cannot be told, and says so', async () => {
    const marquee = open();
    const { id } = await signInAs(marquee, 'Ada');
    sims.plexTv.control.fault({ path: '*', fault: { kind: 'drop' } });
    expect(await marquee.accounts.remove(id)).toMatchObject({ ended: false });
    expect(kept).toEqual([]);
  });
  it('of a token that has expired renews it, so that its end is known there', async () => {
    const marquee = open();
    const { id } = await signInAs(marquee, 'Ada');
    sims.plexTv.control.expireTokens();
    expect(await marquee.accounts.remove(id)).toMatchObject({ ended: true });
    expect(kept).toEqual([]);
  });
});

it('nobody is asked any more after the end', async () => {
  const marquee = open();
  await signInAs(marquee, 'Ada');
  const { state } = await marquee.signIn.start(callbackUrl);
  const { signIn, accounts }: { signIn: SignIn; accounts: Accounts } = marquee;
  signIn.close();
  accounts.close();
  const before = sims.plexTv.control.requests().length;
  marquee.clock.advance(30 * DAY_MS);
  expect(signIn.look(state)).toBeNull();
  expect(sims.plexTv.control.requests()).toHaveLength(before);
});
