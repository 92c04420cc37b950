// Two servers whose session keys and ratingKeys are the same and mean different films: cards, pictures, stops and plays.
import { afterEach, expect, test, vi } from 'vitest';
import { playPageSchema } from '../src-contract/play.ts';
import type { Session } from '../src-contract/session.ts';
import { startTwins, type Twins } from './test-twins.ts';

const patience = { timeout: 45_000, interval: 20 };
let twins: Twins | null = null;
afterEach(() => twins?.close());

/** The film on each server: number 1001, under session key 1, by the same person at the same player. */
const startFilms = async () => {
  twins = await startTwins();
  await twins.untilLive(4);
  const { marquee, sims, call } = twins;
  const films = sims.map((sim): [typeof sim, Session] => {
    const film = marquee.app
      .snapshot()
      .sessions.find(({ serverId, sessionKey }) => serverId === sim.machineIdentifier && sessionKey === '1');
    if (!film) throw new Error('A film is missing');
    return [sim, film];
  });
  const [one, other] = films;
  if (!one || !other) throw new Error('A server is missing');
  return { marquee, call, one, other };
};

test('twins of two servers are two cards, each with the picture of its own server', async () => {
  const { marquee, one, other } = await startFilms();
  const ofBoth = [one, other].map(([, { item, user }]) => [item.ratingKey, item.thumb, user.id]);
  expect(ofBoth[0]).toEqual(ofBoth[1]);
  expect(one[1].item.title).not.toBe(other[1].item.title);
  for (const [sim, { serverId, item }] of [one, other]) {
    const query = new URLSearchParams({ path: item.thumb ?? '', width: '240', height: '360' });
    const shown = await marquee.get(`/artwork/${serverId}?${query.toString()}`);
    const photo = new URLSearchParams({
      url: item.thumb ?? '',
      width: '240',
      height: '360',
      'X-Plex-Token': sim.token,
    });
    const drawn = await fetch(`${sim.uri}/photo/:/transcode?${photo.toString()}`);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(Buffer.from(await drawn.arrayBuffer()));
  }
});

test('a stop reaches one of the twins, and each is a play of its own server', async () => {
  const { marquee, call, one, other } = await startFilms();
  const stopping = marquee.client.sessions.stop({ sessionId: one[1].id, message: 'Bye' });
  // Their time stands still: the player obeys once some has passed.
  await vi.waitFor(() => {
    one[0].control.advance(500);
    expect(marquee.app.snapshot().sessions.map(({ id }) => id)).not.toContain(one[1].id);
  }, patience);
  expect(await stopping).toMatchObject({ kind: 'stopped' });
  expect(marquee.app.snapshot().sessions.map(({ id }) => id)).toContain(other[1].id);
  expect(other[0].control.requests().filter(({ url }) => url.includes('terminate'))).toEqual([]);

  other[0].control.stop('1');
  const filmsOf = async (serverId: string) => {
    const answer = await call(`/history?server=${serverId}&includeShort=true`);
    return playPageSchema.parse(await answer.json()).items.map(({ id, item, endedBy }) => [id, item.title, endedBy]);
  };
  await vi.waitFor(async () => {
    expect(await filmsOf(one[1].serverId)).toEqual([[one[1].id, one[1].item.title, 'killed']]);
    expect(await filmsOf(other[1].serverId)).toEqual([[other[1].id, other[1].item.title, 'stopped']]);
  }, patience);
});
