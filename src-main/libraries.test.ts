// Reading the libraries of a simulated server, in the whole app: what is stored, what is asked, and what the pages say.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSim } from '../src-sim/start-sim.ts';
import { startApp } from './test-app.ts';

let dir = '';
const closes: (() => Promise<void>)[] = [];
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
  rmSync(dir, { recursive: true, force: true });
});
const patience = { timeout: 45_000, interval: 50 };

test('libraries are read politely, follow what is added, and know what nobody has played', async () => {
  const plex = await startSim({ scenario: 'quiet' });
  closes.push(() => plex.close());
  const marquee = await startApp(dir, { PLEX_URL: plex.uri, PLEX_TOKEN: plex.token });
  closes.push(marquee.close);
  const { client, app } = marquee;
  await vi.waitFor(() => expect(app.snapshot().servers[0]?.status).toMatchObject({ kind: 'live' }), patience);
  const server = plex.machineIdentifier;
  const shelf = (section: string) => ({ server, section });
  const readNow = async (section: string) => {
    await client.libraries.read(shelf(section));
    return vi.waitFor(async () => {
      const found = await client.libraries.get(shelf(section));
      expect(found.reading).toBeNull();
      expect(found.holding).not.toBeNull();
      return found;
    }, patience);
  };

  // What really lies there, asked of the server itself.
  const ask = async (path: string) => {
    const answer = await fetch(`${plex.uri}${path}`, {
      headers: { 'X-Plex-Token': plex.token, accept: 'application/json' },
    });
    const body: { MediaContainer: { Metadata?: { duration?: number; Media?: { Part: { size: number }[] }[] }[] } } =
      JSON.parse(await answer.text());
    return body.MediaContainer.Metadata ?? [];
  };
  const films = await ask('/library/sections/1/all?type=1');
  const bytes = films.flatMap(({ Media = [] }) => Media.flatMap(({ Part }) => Part.map(({ size }) => size)));
  const before = plex.control.requests().length;
  const read = await readNow('1');
  expect(read).toMatchObject({
    title: 'Films',
    type: 'movie',
    gone: false,
    key: `${server}:1`,
    plays: 0,
    filter: { library: `${server}:1` },
    holding: {
      counts: { movie: films.length },
      durationMs: films.reduce((sum, { duration = 0 }) => sum + duration, 0),
      bytes: bytes.reduce((sum, size) => sum + size, 0),
    },
    neverWatched: { items: films.length },
  });
  expect(read.growth).toHaveLength(1);
  const asked = plex.control
    .requests()
    .slice(before)
    .filter(({ url }) => url.includes('/all'));
  expect(
    asked.every(({ url }) => url.includes('X-Plex-Container-Start=') && url.includes('X-Plex-Container-Size=')),
  ).toBe(true);

  // Every other library came with it, as none had been read today.
  const all = await vi.waitFor(async () => {
    const list = await client.libraries.list({});
    expect(list.filter(({ holding }) => holding !== null)).toHaveLength(4);
    return list;
  }, patience);
  expect(all.map(({ type }) => String(type)).toSorted()).toEqual(['artist', 'movie', 'photo', 'show']);
  const counts = Object.fromEntries(all.map(({ type, holding }) => [type, holding?.counts]));
  expect(counts['show']).toMatchObject({ episode: (await ask('/library/sections/2/all?type=4')).length });
  expect(Object.keys(counts['artist'] ?? {}).toSorted()).toEqual(['album', 'artist', 'track']);

  // Nothing has changed: no page is read again.
  const idle = plex.control.requests().length;
  await readNow('1');
  const again = plex.control
    .requests()
    .slice(idle)
    .filter(({ url }) => url.includes('sections/1/all'));
  expect(again).toHaveLength(1);

  // A film that is added is read alone, and is the newest.
  plex.control.addFilm('The Newest Film');
  const grown = await readNow('1');
  expect(grown.holding?.counts).toEqual({ movie: films.length + 1 });
  const [newest] = await client.libraries.recentlyAdded({});
  expect(newest).toMatchObject({ label: 'The Newest Film', count: 1, libraryTitle: 'Films' });
  const home = await client.charts.home({});
  const card = (name: string) => home.cards.find((one) => one.card === name)?.lines;
  expect(card('recently-added')?.[0]).toMatchObject({ label: 'The Newest Film' });
  expect(card('library-totals')?.find(({ label }) => label === 'Films')).toMatchObject({ count: films.length + 1 });

  // One that is played is no longer among those that never were.
  const { sessionKey } = plex.control.start({ item: 'The Newest Film' });
  await vi.waitFor(() => expect(app.snapshot().sessions).toHaveLength(1), patience);
  plex.control.stop(sessionKey);
  await vi.waitFor(async () => expect(await marquee.plays()).toHaveLength(1), patience);
  const page = await client.libraries.neverWatched({ ...shelf('1'), length: 3, sort: 'bytes', order: 'desc' });
  expect(page).toMatchObject({ total: films.length, next: 3 });
  const sizes = page.items.map((item) => item.bytes ?? 0);
  expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
  expect(page.items.map(({ title }) => title)).not.toContain('The Newest Film');

  await expect(client.libraries.get(shelf('99'))).rejects.toMatchObject({ code: 'UNKNOWN_LIBRARY' });
  await expect(client.libraries.read({ server: 'nobody', section: '1' })).rejects.toMatchObject({
    code: 'UNKNOWN_LIBRARY',
  });
}, 120_000);
