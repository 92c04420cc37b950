// What the window says of items, states and the whole, as tables.
import { describe, expect, it } from 'vitest';
import type { Item, Session } from '../session.ts';
import { formatTimeOfDay } from './format.ts';
import { burnedStream, evening, sampleItem, sampleSession } from './test-samples.ts';
import {
  describeEnding,
  describeItem,
  describeNews,
  describePlayer,
  describeSession,
  describeState,
  describeArrivals,
  describeSummary,
  describeTab,
} from './words.ts';

const since = evening - 3_600_000;
const sinceText = formatTimeOfDay(since);

describe('an item', () => {
  const episode: Partial<Item> = {
    type: 'episode',
    title: 'Pilot',
    grandparentTitle: 'The Show',
    parentIndex: 1,
    index: 2,
  };
  const track: Partial<Item> = {
    type: 'track',
    title: 'Gnossienne 1',
    grandparentTitle: 'Satie',
    parentTitle: 'Piano',
  };
  it.each<[string, Partial<Item>, string, string | null]>([
    ['a film', {}, 'Metropolis', '1927 · movie'],
    ['a film without a year', { year: null }, 'Metropolis', 'movie'],
    ['an episode', episode, 'The Show', 'S1 · E2 · Pilot'],
    ['a special', { ...episode, parentIndex: 0 }, 'The Show', 'Specials · E2 · Pilot'],
    ['an episode without numbers', { ...episode, parentIndex: null, index: null }, 'The Show', 'Pilot'],
    ['an episode of no show', { ...episode, grandparentTitle: null }, 'Pilot', 'S1 · E2 · episode'],
    ['a track', track, 'Gnossienne 1', 'Satie – Piano'],
    ['a track by a guest', { ...track, originalTitle: 'Ciccolini' }, 'Gnossienne 1', 'Ciccolini – Piano'],
    ['a bare track', { type: 'track', title: 'Hum' }, 'Hum', null],
    ['live TV', { type: 'movie', title: 'News', live: true, channel: '7 Local' }, 'News', '7 Local · live TV'],
    ['a live series', { ...episode, live: true, channel: '7 Local' }, 'The Show', '7 Local · Pilot · live TV'],
    ['live TV without a channel', { title: 'News', live: true }, 'News', 'Live TV · live TV'],
    ['a photo', { type: 'photo', title: 'Beach', parentTitle: 'Summer' }, 'Beach', 'Summer · photo'],
    ['a trailer', { type: 'clip', title: 'Coming soon', purpose: 'trailer' }, 'Coming soon', 'trailer'],
    ['something new', { type: 'other', title: 'Hologram' }, 'Hologram', null],
  ])('%s', (_story, changes, title, line) => {
    expect(describeItem(sampleItem(changes))).toEqual({ title, line });
  });

  it('gives its title to the card, with the viewer', () => {
    expect(describeSession(sampleSession({ item: sampleItem(episode) }))).toBe('The Show, alice');
  });
});

describe('a player', () => {
  const { player } = sampleSession();
  it.each<[string, Partial<Session['player']>, string]>([
    ['has a kind and a name', {}, 'Shield, living room'],
    ['whose name is its kind', { title: 'Shield' }, 'Shield'],
    ['without a device', { device: null }, 'Plex for Android (TV), living room'],
    ['of which nothing is known', { device: null, product: null, platform: null }, 'living room'],
  ])('%s', (_story, changes, text) => {
    expect(describePlayer({ ...player, ...changes })).toBe(text);
  });
});

describe('a state', () => {
  it.each<[string, Partial<Session>, string]>([
    ['plays', { state: 'playing' }, 'Playing'],
    ['buffers', { state: 'buffering' }, 'Buffering'],
    ['rests', { state: 'paused', pausedSinceMs: since }, `Paused since ${sinceText}`],
    ['rests since nobody knows when', { state: 'paused', pausedSinceMs: null }, 'Paused'],
  ])('%s', (_story, changes, text) => {
    expect(describeState(sampleSession(changes), evening)).toBe(text);
  });

  it('says how each card ended', () => {
    const all = (['stopped', 'killed', 'vanished', 'server-restarted', 'presumed', 'next-item'] as const).map(
      describeEnding,
    );
    expect(new Set(all).size).toBe(6);
    expect(all.every((text) => text.startsWith('Ended') || text.startsWith('Stopped'))).toBe(true);
  });
});

describe('the summary', () => {
  const stream = (location: Session['network']['location'], bandwidthKbps: number | null) =>
    sampleSession({ network: { location, bandwidthKbps, secure: true } });
  it.each<[string, Session[], string, string | null]>([
    ['nobody', [], '0 Mbps', null],
    ['one at home', [stream('lan', 16_400)], '16.4 Mbps (LAN 16.4)', null],
    ['home and away', [stream('lan', 16_400), stream('wan', 8200)], '24.6 Mbps (LAN 16.4, WAN 8.2)', null],
    ['a relay counts as away', [stream('relay', 2000)], '2 Mbps (WAN 2)', null],
    ['a place nobody knows', [stream(null, 3000), stream('lan', 1000)], '4 Mbps (LAN 1)', null],
    ['some unknown', [stream('lan', 1000), stream('lan', null)], '1 Mbps (LAN 1)', '1 not known'],
    ['all unknown', [stream('lan', null)], 'bandwidth unknown', null],
  ])('%s', (_story, sessions, bandwidth, note) => {
    expect(describeSummary(sessions)).toMatchObject({ bandwidth, note });
  });

  it('names what starts and is not listed yet', () => {
    const { item, serverId } = sampleSession();
    const arrival = { serverId, sessionKey: '9', atMs: 1, item };
    expect(describeArrivals([])).toBeNull();
    expect(describeArrivals([arrival])).toBe(`starting: ${describeItem(item).title}`);
    expect(describeArrivals([arrival, { ...arrival, sessionKey: '10' }])).toBe('2 more are starting');
  });

  it('is short on the tab', () => {
    expect(describeTab([])).toBe('Marquee');
    expect(describeTab([sampleSession()])).toBe('1 stream · Marquee');
  });

  it('counts streams, and only transcodes that are certain', () => {
    const unsure = { ...burnedStream, confirmed: false };
    const sessions = [sampleSession(), sampleSession({ stream: burnedStream }), sampleSession({ stream: unsure })];
    expect(describeSummary(sessions)).toMatchObject({ streams: '3 streams', transcodes: '1 transcode' });
  });
});

describe('the news', () => {
  const ben = sampleSession({ user: { id: '8', name: 'ben', thumb: null } });
  it.each<[string, Session[], Session[], string | null]>([
    ['nothing new', [], [], null],
    ['one starts', [sampleSession()], [], 'alice started Metropolis.'],
    ['one ends, one starts', [ben], [sampleSession()], 'ben started Metropolis. alice ended Metropolis.'],
    ['a crowd', [ben, ben, ben, ben], [], '4 streams started.'],
  ])('%s', (_story, started, ended, text) => {
    expect(describeNews(started, ended)).toBe(text);
  });
});
