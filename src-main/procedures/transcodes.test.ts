import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src-contract/session.ts';
import { burnedStream, sampleTranscode } from '../../src-contract/text/test-samples.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { silentLog } from '../lib/log.ts';
import { adviceBranch } from './advice.ts';
import { createKnownPlayers } from './known-players.ts';
import { createLiveFeed } from './live-feed.ts';
import { toPatch } from '../watch/snapshot.ts';
import type { PlexServer } from './plex-servers.ts';
import { aPlay, aServer, aSession } from './test-pictures.ts';
import { aPlexServer } from './test-plex.ts';
import { aCost, aMoment, aStoredTranscode, aTranscodesRoom } from './test-transcodes.ts';
import { transcodesBranch, type TranscodesRoom } from './transcodes.ts';

const job = { key: 'j', title: 'Faust', ratingKey: '5', thumb: null, progress: 42, speed: 20, remainingMs: 8000 };
const converted = (id: string): Session => ({
  ...aSession(),
  id,
  stream: burnedStream,
  transcode: sampleTranscode(),
});

const setUp = (room: Partial<TranscodesRoom> = {}, jobs?: PlexServer['ask']['backgroundJobs']) => {
  const clock = createFakeClock(100 * 86_400_000);
  const live = createLiveFeed({ clock, toPatch });
  live.join().show({ server: aServer(), sessions: [aSession(), converted('busy')] });
  const server = aPlexServer();
  const ask = { ...server.ask, ...(jobs && { backgroundJobs: jobs }) };
  const rooms = {
    live,
    servers: () => [{ ...server, ask }],
    transcodes: aTranscodesRoom(room),
    clock,
    log: silentLog,
  };
  const known = createKnownPlayers(rooms.transcodes, clock);
  const client = createRouterClient({
    transcodes: transcodesBranch({ ...rooms, known }),
    advice: adviceBranch({ ...rooms, known }),
  });
  return { clock, client };
};

describe('what is converted now', () => {
  it('is told with its last minutes and its cost, and what is converted in the background', async () => {
    const { client } = setUp({}, async () => [job]);
    const { transcodes, jobs, silent } = await client.transcodes.active({});
    expect(transcodes).toMatchObject([{ session: { id: 'busy' }, series: [aMoment], cost: aCost }]);
    expect(jobs).toEqual([{ ...job, serverId: 'attic' }]);
    expect(silent).toEqual([]);
  });

  it('says which server does not tell, and hides nothing of the others', async () => {
    const refused = Object.assign(new Error('no'), { kind: 'forbidden' });
    const { client } = setUp({}, () => Promise.reject(refused));
    const { transcodes, silent } = await client.transcodes.active({ server: 'attic' });
    expect(transcodes).toHaveLength(1);
    expect(silent).toEqual([{ serverId: 'attic', why: 'forbidden' }]);
    await expect(client.transcodes.active({ server: 'cellar' })).rejects.toMatchObject({ code: 'UNKNOWN_SERVER' });
  });
});

describe('what was converted', () => {
  it('comes in pages', async () => {
    const { client } = setUp({ page: async () => ({ items: [], total: 3 }) });
    expect(await client.transcodes.history({ start: 5, length: 2 })).toEqual({ items: [], total: 3, next: null });
    const more = setUp({
      page: async () => ({ ...(await aTranscodesRoom().page({ start: 0, length: 1 })), total: 3 }),
    });
    expect(await more.client.transcodes.history({ start: 0, length: 1 })).toMatchObject({ total: 3, next: 1 });
  });
});

describe('advice', () => {
  it('is looked up once in five minutes for all who ask, over the last 30 days', async () => {
    const asked: number[] = [];
    const { client, clock } = setUp({
      since: async (_, fromMs) => {
        asked.push(fromMs);
      },
    });
    await client.advice.list({});
    expect(await client.advice.list({ server: 'attic' })).toMatchObject([{ serverId: 'attic', plays: 9, reasons: [] }]);
    expect(asked).toEqual([70 * 86_400_000]);
    clock.advance(6 * 60_000);
    await client.advice.list({});
    expect(asked).toHaveLength(2);
    await expect(client.advice.list({ server: 'cellar' })).rejects.toMatchObject({ code: 'UNKNOWN_SERVER' });
  });

  it('is worked out a few at a time, with turns for others in between', async () => {
    const stored = aStoredTranscode({ play: aPlay({ stream: burnedStream }) });
    const { client } = setUp({ since: async (_, __, take) => take(Array.from({ length: 100 }, () => stored)) });
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const advice = await client.advice.list({});
    isDone = true;
    expect(advice[0]?.reasons[0]).toMatchObject({ code: 'picture-subtitle-burned', streams: 100 });
    expect(turns).toBeGreaterThanOrEqual(6);
  });

  it('that cannot be read is a problem, and is read again the next time', async () => {
    let broken = true;
    const { client } = setUp({ since: () => (broken ? Promise.reject(new Error('broken')) : Promise.resolve()) });
    await expect(client.advice.list({})).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
    broken = false;
    expect(await client.advice.list({})).toHaveLength(1);
  });
});
