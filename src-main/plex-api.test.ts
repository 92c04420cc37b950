// The REST API over two simulated servers with the same keys: nothing is guessed, and one that is away hides no other.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Sim } from '../src-sim/start-sim.ts';
import { startTwins, type Twins } from './test-twins.ts';

let twins: Twins;
const patience = { timeout: 45_000, interval: 20 };
beforeEach(async () => {
  twins = await startTwins();
  await twins.untilLive(4);
});
afterEach(() => twins.close());

const problemOf = async (answer: Response) => ({
  type: answer.headers.get('content-type'),
  ...z.object({ status: z.number(), code: z.string(), data: z.unknown().optional() }).parse(await answer.json()),
});
const remove = (path: string) => twins.call(`/plex/transcode/sessions/${path}`, { method: 'DELETE' });
const deletionsAt = (sim: Sim) => sim.control.requests().filter(({ method }) => method === 'DELETE');
const transcodingAt = (sim: Sim) => sim.control.sessions().find(({ transcodeKey }) => transcodeKey !== null);
const directAt = (sim: Sim) => sim.control.sessions().find(({ transcodeKey }) => transcodeKey === null);

describe('a key that both servers know', () => {
  test('is not guessed: the candidates are told', async () => {
    const problem = await problemOf(await twins.call('/plex/library/metadata/1001'));
    const { candidates } = z
      .object({ candidates: z.array(z.object({ serverId: z.string(), title: z.string() })) })
      .parse(problem.data);
    expect(problem).toMatchObject({ type: 'application/problem+json', status: 409, code: 'AMBIGUOUS_SERVER' });
    expect(candidates.map(({ serverId }) => serverId)).toEqual(
      twins.sims.map(({ machineIdentifier }) => machineIdentifier),
    );
    expect(candidates[0]?.title).not.toBe(candidates[1]?.title);
  });

  test('is never guessed for a DELETE, and nothing is touched', async () => {
    const sessionKey = transcodingAt(twins.attic)?.sessionKey ?? '';
    expect(transcodingAt(twins.twin)?.sessionKey).toBe(sessionKey);
    expect(await problemOf(await remove(sessionKey))).toMatchObject({ status: 409, code: 'AMBIGUOUS_SERVER' });
    expect(twins.sims.flatMap(deletionsAt)).toEqual([]);
  });

  test('nobody knows is not found', async () => {
    expect(await problemOf(await twins.call('/plex/library/metadata/77777'))).toMatchObject({ code: 'UNKNOWN_ITEM' });
    expect(await problemOf(await remove('77777'))).toMatchObject({ status: 404, code: 'UNKNOWN_TRANSCODE' });
    expect(await problemOf(await twins.call('/plex/devices?server=nas'))).toMatchObject({ code: 'UNKNOWN_SERVER' });
    expect(await problemOf(await remove('1?server=nas'))).toMatchObject({ code: 'UNKNOWN_SERVER' });
  });
});

describe('cancelling a transcode', () => {
  test('by the sessionKey, on the server that is named', async () => {
    const { sessionKey = '', transcodeKey } = transcodingAt(twins.twin) ?? {};
    const cancelling = remove(`${sessionKey}?server=${twins.twin.machineIdentifier}`);
    await vi.waitFor(() => expect(deletionsAt(twins.twin)).toHaveLength(1), patience);
    twins.twin.control.advance(5000);
    const outcome = z.object({ kind: z.string() }).parse(await (await cancelling).json());
    expect(outcome.kind).not.toBe('refused');
    expect(deletionsAt(twins.twin)[0]?.url).toBe(transcodeKey);
    expect(deletionsAt(twins.attic)).toEqual([]);
  });

  test('by its own key needs no server, and Plex’s own path is understood', async () => {
    const { transcodeKey } = twins.attic.control.start({ item: 'Charade', user: 'Ada', how: 'burn' });
    await twins.untilLive(5);
    const cancelling = remove(encodeURIComponent(String(transcodeKey)));
    await vi.waitFor(() => expect(deletionsAt(twins.attic)).toHaveLength(1), patience);
    twins.attic.control.advance(5000);
    expect((await cancelling).status).toBe(200);
    expect(deletionsAt(twins.twin)).toEqual([]);
  });

  test('of a direct play is a conflict and touches nothing, with a stray transcode attached to it neither', async () => {
    const { sessionKey } = directAt(twins.attic) ?? {};
    const direct = await problemOf(await remove(`${sessionKey}?server=${twins.attic.machineIdentifier}`));
    expect(direct).toMatchObject({ status: 409, code: 'NOT_TRANSCODING' });
    const { transcodeKey } = twins.attic.control.start({ item: 'Metropolis', user: 'Ada', how: 'stray' });
    await twins.untilLive(5);
    const stray = await vi.waitFor(async () => {
      const problem = await problemOf(await remove(encodeURIComponent(String(transcodeKey))));
      expect(problem.code).not.toBe('UNKNOWN_TRANSCODE');
      return problem;
    }, patience);
    expect(stray).toMatchObject({
      status: 409,
      code: 'NOT_TRANSCODING',
      data: { serverId: twins.attic.machineIdentifier },
    });
    expect(twins.sims.flatMap(deletionsAt)).toEqual([]);
  });
});

describe('one server that is away', () => {
  test('hides nothing of the other, and the headers say so', async () => {
    twins.twin.control.fault({ path: '/devices', fault: { kind: 'status', status: 500 } });
    const answer = await twins.call('/plex/devices');
    expect(answer.status).toBe(200);
    const devices = z.array(z.object({ serverId: z.string() })).parse(await answer.json());
    expect(new Set(devices.map(({ serverId }) => serverId))).toEqual(new Set([twins.attic.machineIdentifier]));
    expect(answer.headers.get('marquee-servers')?.split(', ').toSorted()).toEqual(
      [
        `"${twins.attic.machineIdentifier}";state=fresh;age=0`,
        `"${twins.twin.machineIdentifier}";state=missing;why=server-error`,
      ].toSorted(),
    );
  });

  test('is told from its last answer, with the age, and its breaker is seen', async () => {
    expect((await twins.call('/plex/playlists')).status).toBe(200);
    const { machineIdentifier, control } = twins.twin;
    control.fault({ path: '*', fault: { kind: 'status', status: 500 } });
    control.dropSockets();
    await vi.waitFor(async () => {
      const answer = await twins.call(`/plex/playlists?server=${machineIdentifier}`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject([{ serverId: machineIdentifier, title: 'Rainy Sunday' }]);
      expect(Number(answer.headers.get('age'))).toBeGreaterThanOrEqual(2);
      expect(answer.headers.get('marquee-servers')).toMatch(/;state=stored;age=\d+;why=breaker-open$/);
      const { servers } = z
        .object({ servers: z.array(z.object({ serverId: z.string(), breaker: z.string() })) })
        .parse(await (await twins.call('/health')).json());
      expect(servers.find(({ serverId }) => serverId === machineIdentifier)?.breaker).toBe('open');
    }, patience);
  });

  test('and has never answered is no empty list, and a DELETE is not sent to the other', async () => {
    const { transcodeKey } = twins.attic.control.start({ item: 'Charade', user: 'Ada', how: 'burn' });
    await twins.untilLive(5);
    const { machineIdentifier, control } = twins.twin;
    control.fault({ path: '/', fault: { kind: 'status', status: 500 } });
    const silent = { status: 503, code: 'SERVERS_NOT_ANSWERING' };
    const data = { servers: [{ serverId: machineIdentifier, why: 'server-error', retryAfterMs: null }] };
    expect(await problemOf(await twins.call(`/plex/devices?server=${machineIdentifier}`))).toMatchObject({
      ...silent,
      data,
    });
    expect(await problemOf(await twins.call('/plex/library/metadata/77777'))).toMatchObject(silent);
    expect(await problemOf(await remove(encodeURIComponent(String(transcodeKey))))).toMatchObject({ ...silent, data });
    expect(deletionsAt(twins.attic)).toEqual([]);
  });

  test('because it hangs keeps nobody waiting for long', async () => {
    const { machineIdentifier, control } = twins.twin;
    control.fault({ path: '/accounts', fault: { kind: 'hang' } });
    const startedAt = Date.now();
    const answer = await twins.call('/plex/accounts');
    // The one that hangs is given up after some seconds; never would be long.
    expect(Date.now() - startedAt).toBeLessThan(25_000);
    expect(answer.headers.get('marquee-servers')).toContain(`"${machineIdentifier}";state=missing;why=timeout`);
    expect(await answer.json()).not.toEqual([]);
  });
});

test('fifty dashboards cost each server at most one request for each endpoint and second', async () => {
  const paths = ['identity', 'capabilities', 'devices', 'accounts', 'playlists', 'library/sections', 'library/onDeck'];
  for (const sim of twins.sims) sim.control.clearRequests();
  const dashboard = async () => {
    for (let round = 0; round < 3; round += 1) {
      for (const path of paths) expect((await twins.call(`/plex/${path}`)).status).toBe(200);
    }
  };
  const startedAt = Date.now();
  await Promise.all(Array.from({ length: 50 }, dashboard));
  const seconds = Math.ceil((Date.now() - startedAt) / 1000);
  for (const sim of twins.sims) {
    const urls = sim.control.requests().map(({ url }) => url);
    for (const url of new Set(urls))
      expect([url, urls.filter((one) => one === url).length]).toEqual([
        url,
        expect.toSatisfy((count: number) => count <= Math.max(1, seconds)),
      ]);
    expect(new Set(urls).size).toBeGreaterThanOrEqual(paths.length);
  }
});

const readStream = async (
  afterId: string | null,
  until: (kinds: string[]) => boolean,
  onOpen: () => void = () => {},
) => {
  const ending = new AbortController();
  const response = await fetch(`${twins.marquee.app.url}/api/v1/events`, {
    headers: {
      authorization: `Bearer ${twins.marquee.key}`,
      ...(afterId === null ? {} : { 'last-event-id': afterId }),
    },
    signal: ending.signal,
  });
  const told: { id: string | undefined; kind: string }[] = [];
  let text = '';
  let isOpen = false;
  for await (const chunk of z.instanceof(ReadableStream).parse(response.body)) {
    if (!isOpen) onOpen();
    isOpen = true;
    text += Buffer.from(z.instanceof(Uint8Array).parse(chunk)).toString('utf8');
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data === undefined) continue;
      told.push({
        id: /^id: (.*)$/m.exec(frame)?.[1],
        kind: z.object({ kind: z.string() }).parse(JSON.parse(data)).kind,
      });
    }
    if (until(told.map(({ kind }) => kind))) break;
  }
  ending.abort();
  return told;
};

test('the stream of events goes on where a reader left off', async () => {
  const { sessionKey } = twins.attic.control.start({ user: 'Ada' });
  await twins.untilLive(5);
  const told = await readStream(
    null,
    (kinds) => kinds.includes('play-recorded'),
    () => {
      twins.attic.control.advance(5000);
      twins.attic.control.stop(sessionKey);
    },
  );
  expect(told.map(({ kind }) => kind)).toContain('session-stopped');
  const [first, ...later] = told;
  const again = await readStream(first?.id ?? '', (kinds) => kinds.length >= later.length);
  expect(again.slice(0, later.length)).toEqual(later);
  expect(await readStream('gone', (kinds) => kinds.length > 0)).toEqual([{ id: undefined, kind: 'events-missed' }]);
});
