import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Frame } from '../frames.ts';
import { startSim, type Sim } from '../start-sim.ts';
import { ask } from '../test-client.ts';

const bornMs = 1_790_000_000_000;
let sim: Sim;
let frames: Frame[];
beforeEach(async () => {
  sim = await startSim({ manualClock: true, startAtMs: bornMs, token: 'T0' });
  frames = [];
  sim.control.onFrame((frame) => frames.push(frame));
});
afterEach(() => sim.close());

const said = (type: string): object[] =>
  frames.filter((frame) => frame.type === type).flatMap((frame) => frame.elements);
const sessionsJson = async (): Promise<unknown> => (await ask(sim, '/status/sessions', { json: true })).json;

describe('a film from start to end', () => {
  test('reports at once, then every ten seconds, and at every change', () => {
    const { sessionKey, ratingKey } = sim.control.start({ item: 'Nosferatu', offsetMs: 60_000 });
    sim.control.advance(25_000);
    sim.control.pause(sessionKey);
    sim.control.advance(10_000);
    sim.control.resume(sessionKey);
    sim.control.stop(sessionKey);
    const base = {
      sessionKey,
      ratingKey,
      key: `/library/metadata/${ratingKey}`,
      guid: '',
      url: '',
      clientIdentifier: expect.any(String),
    };
    expect(said('playing')).toEqual([
      { ...base, viewOffset: 60_000, state: 'playing' },
      { ...base, viewOffset: 70_000, state: 'playing' },
      { ...base, viewOffset: 80_000, state: 'playing' },
      { ...base, viewOffset: 85_000, state: 'paused' },
      { ...base, viewOffset: 85_000, state: 'paused' },
      { ...base, viewOffset: 85_000, state: 'playing' },
      { ...base, viewOffset: 85_000, state: 'stopped' },
    ]);
  });

  test('the truth knows when it began, paused and ended, and how far it got', () => {
    const { sessionKey } = sim.control.start({ item: 'Nosferatu', user: 'Bruno', location: 'wan' });
    sim.control.advance(100_000);
    sim.control.pause(sessionKey);
    sim.control.advance(50_000);
    sim.control.resume(sessionKey);
    sim.control.advance(30_000);
    sim.control.stop(sessionKey);
    expect(sim.control.truth()).toMatchObject([
      {
        title: 'Nosferatu',
        userName: 'Bruno',
        location: 'wan',
        startedAtMs: bornMs,
        stoppedAtMs: bornMs + 180_000,
        stoppedOffsetMs: 130_000,
        pauses: [{ fromMs: bornMs + 100_000, toMs: bornMs + 150_000 }],
        decisions: [{ decision: 'direct play' }],
        endedBy: 'stopped',
      },
    ]);
  });

  test('at its end it is over, and the server has it in its history', () => {
    const { sessionKey } = sim.control.start({ item: 'A Trip to the Moon' });
    sim.control.advance(20 * 60_000);
    expect(sim.control.sessions()).toEqual([]);
    expect(said('playing').at(-1)).toMatchObject({
      sessionKey,
      state: 'stopped',
      viewOffset: sim.control.truth()[0]?.durationMs,
    });
  });

  test('a paused film does not come to its end', () => {
    const { sessionKey } = sim.control.start({ item: 'A Trip to the Moon' });
    sim.control.pause(sessionKey);
    sim.control.advance(3_600_000);
    expect(sim.control.sessions()).toMatchObject([{ sessionKey, state: 'paused', positionMs: 0 }]);
  });

  test('the session list knows no more than the last report', async () => {
    sim.control.start({ item: 'Nosferatu' });
    sim.control.advance(17_000);
    expect(await sessionsJson()).toMatchObject({ MediaContainer: { Metadata: [{ viewOffset: 10_000 }] } });
  });
});

test('there is a player for everybody', () => {
  for (let n = 0; n < 25; n += 1) sim.control.start();
  expect(new Set(sim.control.truth().map(({ playerId }) => playerId)).size).toBe(25);
});

describe('what comes next', () => {
  test('the next episode keeps the session key, also over the end of a season', () => {
    const { sessionKey, sessionId } = sim.control.start({ item: 'Relief', how: 'hd720' });
    const first = sim.control.sessions()[0]?.transcodeKey;
    sim.control.advance(50 * 60_000);
    expect(sim.control.sessions()).toMatchObject([{ sessionKey, sessionId, title: 'Spring Tide' }]);
    expect(sim.control.sessions()[0]?.transcodeKey).not.toBe(first);
    expect(sim.control.truth().map(({ title, endedBy }) => [title, endedBy])).toEqual([
      ['Relief', 'next-item'],
      ['Spring Tide', null],
    ]);
  });

  test('the last episode of all ends the session', () => {
    sim.control.start({ item: 'Interamnia' });
    sim.control.advance(60 * 60_000);
    expect(sim.control.sessions()).toEqual([]);
  });

  test('photos follow each other every eight seconds', () => {
    sim.control.start({ item: 'The pass' });
    sim.control.advance(9000);
    expect(sim.control.sessions()).toMatchObject([{ title: 'Sheep', type: 'photo' }]);
  });

  test('a client can report beyond the end, before the next ratingKey arrives', () => {
    const { sessionKey } = sim.control.start({ item: 'A Trip to the Moon' });
    sim.control.misreport(sessionKey, 1_000_000);
    expect(said('playing').at(-1)).toMatchObject({ sessionKey, viewOffset: 1_000_000 });
  });
});

describe('conversions', () => {
  test('start, progress and end are told; the end has no offsets', () => {
    const { sessionKey, transcodeKey } = sim.control.start({ item: 'Charade', how: 'hd720' });
    sim.control.advance(6000);
    sim.control.stop(sessionKey);
    expect(said('transcodeSession.start')).toMatchObject([
      {
        key: transcodeKey,
        videoDecision: 'transcode',
        audioDecision: 'transcode',
        sourceVideoCodec: 'h264',
        sourceAudioCodec: 'dca',
        videoCodec: 'h264',
        audioCodec: 'aac',
        size: -22,
        transcodeHwEncoding: 'qsv',
        transcodeHwFullPipeline: true,
      },
    ]);
    expect(said('transcodeSession.update')).toMatchObject([
      { key: transcodeKey, maxOffsetAvailable: 42.4, minOffsetAvailable: 0, speed: Math.fround(6.4) },
    ]);
    expect(said('transcodeSession.end')[0]).not.toHaveProperty('maxOffsetAvailable');
  });

  test('one that is far ahead rests, with speed 0, and works again when it is needed', () => {
    sim.control.start({ item: 'Charade', how: 'hd720' });
    sim.control.advance(60_000);
    expect(said('transcodeSession.update').at(-1)).toMatchObject({ throttled: true, speed: 0 });
    sim.control.advance(120_000);
    expect(said('transcodeSession.update')).toEqual(
      expect.arrayContaining([expect.objectContaining({ throttled: false, speed: Math.fround(6.4) })]),
    );
  });

  test('one that starves makes the player wait, again and again', () => {
    sim.control.start({ item: 'Charade', how: 'starving' });
    sim.control.advance(180_000);
    const states = said('playing').map((frame) => ('state' in frame ? frame.state : null));
    expect(states.filter((state) => state === 'buffering').length).toBeGreaterThan(1);
    expect(sim.control.truth()[0]?.bufferings.length).toBeGreaterThan(1);
  });

  test('another quality is another conversion under the same session', () => {
    const before = sim.control.start({ item: 'Charade', how: 'hd720' });
    const after = sim.control.changeQuality(before.sessionKey, 'phone');
    expect(after.sessionKey).toBe(before.sessionKey);
    expect(after.transcodeKey).not.toBe(before.transcodeKey);
    expect(sim.control.truth()[0]?.decisions).toHaveLength(2);
  });

  test('the claim of a transcode that comes to nothing', async () => {
    sim.control.start({ item: 'Charade', how: 'hd720', claimsTranscodeForMs: 4000 });
    expect(await sessionsJson()).toMatchObject({
      MediaContainer: {
        Metadata: [
          { TranscodeSession: { videoDecision: 'transcode' }, Media: [{ Part: [{ decision: 'transcode' }] }] },
        ],
      },
    });
    sim.control.advance(4000);
    expect(await sessionsJson()).toMatchObject({
      MediaContainer: { Metadata: [{ Media: [{ Part: [{ decision: 'directplay' }] }] }] },
    });
    expect((await ask(sim, '/status/sessions')).text).not.toContain('TranscodeSession');
  });
});

describe('somebody stops a stream', () => {
  const terminate = (id: string | null, method = 'POST') =>
    ask(sim, `/status/sessions/terminate?sessionId=${id}&reason=Late`, { method });

  test.each(['POST', 'GET'])('by %s: the player obeys a little later and says so', async (method) => {
    const { sessionKey, sessionId } = sim.control.start({ onTerminate: { kind: 'obeys', afterMs: 700 } });
    const got = await terminate(sessionId, method);
    expect([got.status, got.text]).toEqual([200, '']);
    sim.control.advance(699);
    expect(sim.control.sessions()).toHaveLength(1);
    sim.control.advance(1);
    expect(sim.control.sessions()).toEqual([]);
    expect(said('playing').at(-1)).toMatchObject({ sessionKey, state: 'stopped' });
    expect(sim.control.truth()[0]?.endedBy).toBe('terminated');
  });

  test('a player that plays on', async () => {
    const { sessionId } = sim.control.start({ onTerminate: { kind: 'plays-on' } });
    expect((await terminate(sessionId)).status).toBe(200);
    sim.control.advance(60_000);
    expect(sim.control.sessions()).toHaveLength(1);
  });

  test('401 without Plex Pass, 403 without an id, 404 for an unknown one, 400 for the wrong parameter', async () => {
    const { sessionId } = sim.control.start();
    expect((await terminate('')).status).toBe(403);
    expect((await terminate('nobody')).status).toBe(404);
    expect((await ask(sim, `/status/sessions/terminate?sessionid=${sessionId}`)).status).toBe(400);
    sim.control.setPlexPass(false);
    expect((await terminate(sessionId)).status).toBe(401);
    expect((await ask(sim, '/')).text).toContain('myPlexSubscription="0"');
    sim.control.setOwned(false);
    expect((await terminate(sessionId)).status).toBe(403);
  });
});

describe('somebody ends a conversion', () => {
  const cancel = async (key: string | null): Promise<number> =>
    (await ask(sim, key ?? '', { method: 'DELETE' })).status;

  test('and the session with it', async () => {
    const { transcodeKey } = sim.control.start({ how: 'hd720', onCancel: { kind: 'ends', afterMs: 500 } });
    expect(await cancel(transcodeKey)).toBe(200);
    sim.control.advance(500);
    expect(sim.control.sessions()).toEqual([]);
  });

  test('and the player plays the file itself', async () => {
    const { transcodeKey } = sim.control.start({ how: 'hd720', onCancel: { kind: 'plays-directly', afterMs: 500 } });
    await cancel(transcodeKey);
    sim.control.advance(500);
    expect(sim.control.sessions()).toMatchObject([{ transcodeKey: null, decision: 'direct play' }]);
  });

  test.each(['same', 'new'] as const)('and the player asks for it again, under the %s key', async (key) => {
    const { transcodeKey } = sim.control.start({ how: 'hd720', onCancel: { kind: 'comes-back', afterMs: 500, key } });
    await cancel(transcodeKey);
    expect(sim.control.sessions()).toMatchObject([{ transcodeKey: null }]);
    sim.control.advance(500);
    const back = sim.control.sessions()[0]?.transcodeKey;
    expect(back === transcodeKey).toBe(key === 'same');
    expect(back).toMatch(/^\/transcode\/sessions\/\w{24}$/);
  });

  test('404 when there is nothing to end', async () => {
    expect(await cancel('/transcode/sessions/nothing')).toBe(404);
  });
});

describe('players and servers that go without a word', () => {
  test('a dead player says nothing more and stays listed for a while', () => {
    const { sessionKey } = sim.control.start();
    sim.control.vanish(sessionKey, 90_000);
    const before = said('playing').length;
    sim.control.advance(89_999);
    expect(sim.control.sessions()).toHaveLength(1);
    sim.control.advance(1);
    expect(sim.control.sessions()).toEqual([]);
    expect(said('playing')).toHaveLength(before);
  });

  test('after a restart the numbers begin again, and the same plays go on under others', async () => {
    sim.control.start({ item: 'Metropolis', user: 'Ada' });
    sim.control.start({ item: 'Charade', user: 'Bruno', how: 'hd720' });
    sim.control.advance(30_000);
    await sim.control.restart({ downMs: 10, playersComeBackAfterMs: 1000 });
    expect(sim.control.sessions()).toEqual([]);
    sim.control.advance(2000);
    expect(sim.control.sessions().map(({ sessionKey, title }) => [sessionKey, title])).toEqual([
      ['1', 'Charade'],
      ['2', 'Metropolis'],
    ]);
    expect(sim.control.truth().map(({ title, sessionKeys, stoppedAtMs }) => [title, sessionKeys, stoppedAtMs])).toEqual(
      [
        ['Metropolis', ['1', '2'], null],
        ['Charade', ['2', '1'], null],
      ],
    );
    expect((await ask(sim, '/identity')).status).toBe(200);
  });

  test('a dead player does not come back after it, nor one that is used for something else by then', async () => {
    sim.control.vanish(sim.control.start({ item: 'Metropolis', player: 'shield' }).sessionKey, 600_000);
    sim.control.start({ item: 'Charade', player: 'chrome' });
    await sim.control.restart({ playersComeBackAfterMs: 5000 });
    sim.control.start({ item: 'Nosferatu', player: 'chrome' });
    sim.control.advance(60_000);
    expect(sim.control.sessions().map(({ title }) => title)).toEqual(['Nosferatu']);
    expect(sim.control.truth().map(({ title, endedBy }) => [title, endedBy])).toEqual([
      ['Metropolis', 'vanished'],
      ['Charade', 'server-restart'],
      ['Nosferatu', null],
    ]);
  });

  test('a dead player says nothing when its session is terminated either', async () => {
    const { sessionKey, sessionId } = sim.control.start({ onTerminate: { kind: 'obeys', afterMs: 0 } });
    sim.control.vanish(sessionKey, 600_000);
    const before = said('playing').length;
    await ask(sim, `/status/sessions/terminate?sessionId=${sessionId}`, { method: 'POST' });
    sim.control.advance(1000);
    expect(said('playing')).toHaveLength(before);
  });
});
