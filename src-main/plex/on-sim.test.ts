// The client and the notification socket against the simulated Plex: what is played there is what is read here.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Hint, type SeenSession } from '../../src-contract/heard.ts';
import { type Sim, startSim } from '../../src-sim/start-sim.ts';
import { silentLog } from '../lib/log.ts';
import { createPlexClient, type PlexClient } from './client.ts';
import { PlexError } from './errors.ts';
import { createNotificationSocket, type Link } from './notification-socket.ts';

const identity = { clientId: 'c1', product: 'Marquee', version: '0.1.0', platform: 'Linux', deviceName: 'nas' };

let sim: Sim;
let plex: PlexClient;
let closing: (() => Promise<void>)[];

const client = (token = sim.token): PlexClient => {
  const limits = { retryBaseMs: 1, timeoutMs: 3000, breakerFailures: 50 };
  const made = createPlexClient({ uri: sim.uri, token, identity, log: silentLog, limits });
  closing.push(made.close);
  return made;
};

const kindOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof PlexError ? error.kind : error),
  );

const only = async (): Promise<SeenSession> => {
  const [session] = await plex.sessions();
  if (!session) throw new Error('nobody is playing');
  return session;
};

const decisions = ({ delivered: { video, audio, subtitle } }: SeenSession) => [
  video?.decision ?? null,
  audio?.decision ?? null,
  subtitle?.burned ?? null,
];

beforeEach(async () => {
  closing = [];
  sim = await startSim({ seed: 7, manualClock: true });
  plex = client();
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  await sim.close();
});

describe('what is playing', () => {
  test('nobody', async () => {
    expect(await plex.sessions()).toEqual([]);
    expect(await plex.info()).toMatchObject({ id: sim.machineIdentifier, name: sim.name, canTerminate: true });
    expect(await plex.identity()).toMatchObject({ id: sim.machineIdentifier });
    expect(await plex.activities()).toEqual([]);
  });

  test('a film played directly is its own source', async () => {
    const { sessionKey, sessionId, ratingKey } = sim.control.start({ item: 'Metropolis', offsetMs: 60_000 });
    const session = await only();
    expect(session).toMatchObject({ sessionKey, terminateId: sessionId, positionMs: 60_000, state: 'playing' });
    expect(session.item).toMatchObject({ title: 'Metropolis', type: 'movie', ratingKey, live: false });
    expect(decisions(session).slice(0, 2)).toEqual(['direct-play', 'direct-play']);
    const source = await plex.source(ratingKey);
    expect(source?.versions.some(({ mediaId }) => mediaId === session.delivered.mediaId)).toBe(true);
    expect(source?.durationMs).toBe(session.item.durationMs);
  });

  test('a direct play with a stray TranscodeSession is a direct play', async () => {
    sim.control.start({ item: 'Metropolis', how: 'stray' });
    const session = await only();
    expect(session.transcode).not.toBeNull();
    expect(session.delivered.partDecision).toBe('direct-play');
    expect(decisions(session).slice(0, 2)).toEqual(['direct-play', 'direct-play']);
  });

  test('a burned picture subtitle, converted in hardware, runs ahead of the viewer', async () => {
    sim.control.start({ item: 'Charade', how: 'burn', offsetMs: 600_000 });
    sim.control.advance(20_000);
    const session = await only();
    expect(decisions(session)).toEqual(['transcode', 'copy', true]);
    expect(session.delivered.subtitle?.stream.format).toBe('picture');
    expect(session.transcode?.hardware).toMatchObject({ requested: true, decode: 'qsv', encode: 'qsv', full: true });
    expect(session.transcode?.aheadMs).toBeGreaterThan(1000);
  });

  test('live television', async () => {
    sim.control.start({ item: 'Channel Nine', how: 'hardware' });
    sim.control.advance(20_000);
    const session = await only();
    expect(session.item).toMatchObject({ live: true, ratingKey: null, durationMs: null });
    expect(session.item.title).not.toBe('');
    expect(session.delivered.video?.stream.codec).not.toBeNull();
    expect(session.transcode).toMatchObject({ progress: null, aheadMs: null });
  });

  test('a stranger, and a player without a Session element', async () => {
    sim.control.start({ item: 'Metropolis', user: 'absent', withSession: false });
    const session = await only();
    expect(session.account.name).toBeNull();
    expect(session.terminateId).toBeNull();
  });
});

describe('ending', () => {
  test('a stream, with Plex Pass, without, unknown, as a guest', async () => {
    const { sessionId } = sim.control.start({ item: 'Metropolis' });
    sim.control.setPlexPass(false);
    expect(await kindOf(plex.terminate(sessionId ?? '', 'bye'))).toBe('unauthorized');
    expect(await plex.sessions()).toHaveLength(1);
    sim.control.setPlexPass(true);
    expect(await kindOf(plex.terminate('nobody', 'bye'))).toBe('not-found');
    expect(await kindOf(plex.terminate('', 'bye'))).toBe('forbidden');
    expect(['unauthorized', 'forbidden']).toContain(await kindOf(client(sim.guestToken).sessions()));
    expect(await kindOf(plex.terminate(sessionId ?? '', 'bye'))).toBe('done');
    sim.control.advance(60_000);
    expect(await plex.sessions()).toEqual([]);
  });

  test('a transcode', async () => {
    const { transcodeKey } = sim.control.start({ item: 'Charade', how: 'video' });
    const session = await only();
    expect(session.transcode?.key).toBe(transcodeKey?.split('/').at(-1));
    expect(await kindOf(plex.cancelTranscode('unknown'))).toBe('not-found');
    expect(await kindOf(plex.cancelTranscode(session.transcode?.key ?? ''))).toBe('done');
  });

  test('a bad token is unauthorized', async () => {
    expect(await kindOf(client('wrong').sessions())).toBe('unauthorized');
  });
});

test('a poster is a picture', async () => {
  sim.control.start({ item: 'Metropolis' });
  const path = (await only()).item.thumb ?? '';
  const picture = await plex.image({ path, width: 120, height: 180 });
  expect(picture.contentType).toBe('image/jpeg');
  expect(Buffer.from(picture.bytes).toString('hex')).toMatch(/^ffd8/);
});

test.each([
  ['cut off', { kind: 'truncated' }],
  ['refused', { kind: 'status', status: 503, retryAfterS: 0 }],
  ['junk', { kind: 'body', body: '<html>' }],
] as const)('an answer that is %s once is asked for again', async (_, fault) => {
  sim.control.start({ item: 'Metropolis' });
  sim.control.fault({ path: '/status/sessions', fault, times: 1 });
  expect(await plex.sessions()).toHaveLength(1);
});

test('the socket tells what happens, through junk and a restart', async () => {
  const hints: Hint[] = [];
  const links: Link['kind'][] = [];
  const socket = createNotificationSocket({
    uri: sim.uri,
    token: sim.token,
    identity,
    log: silentLog,
    onHint: (hint) => hints.push(hint),
    onLink: (link) => links.push(link.kind),
    limits: { retryBaseMs: 20 },
  });
  closing.push(socket.close);
  const until = (check: () => void) => vi.waitFor(check, { timeout: 45_000 });
  const told = (kind: Hint['kind'], state: string) =>
    hints.some((hint) => hint.kind === kind && (hint.kind !== 'playing' || hint.state === state));

  await until(() => expect(links).toEqual(['open']));
  const { sessionKey } = sim.control.start({ item: 'Charade', how: 'video' });
  sim.control.pause(sessionKey);
  await until(() => expect(told('playing', 'paused')).toBe(true));
  await until(() => expect(told('transcode', '')).toBe(true));
  sim.control.inject('{"half');
  sim.control.inject('{"NotificationContainer":{"type":"novelty","size":1}}');
  sim.control.addFilm('Quite New');
  sim.control.setReachable(false);
  sim.control.advance(30_000);
  await until(() =>
    expect(hints.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['timeline', 'reachability'])),
  );
  expect(socket.oddities()).toMatchObject({ 'message that is not JSON': 1, 'unknown message type novelty': 1 });
  await sim.control.restart({ downMs: 50 });
  await until(() => expect(links.at(-1)).toBe('open'));
  expect(links.filter((kind) => kind === 'open')).toHaveLength(2);
  sim.control.refuseUpgrade(401);
  sim.control.dropSockets('cut');
  await until(() => expect(links.at(-1)).toBe('unauthorized'));
});
