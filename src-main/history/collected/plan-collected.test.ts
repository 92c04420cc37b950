// Stories of several Marquees that tell one collector of their plays.
import { describe, expect, test } from 'vitest';
import { foldPlay } from '../play-fold.ts';
import type { Play } from '../../../src-contract/play.ts';
import { minuteMs, stopped, toSession } from '../testing/facts.ts';
import { planCollected, toPlaceText, type Collected, type Received } from './plan-collected.ts';

const own = 'collector';

const toPlay = (id: string, startedAtMs = 0, change: Partial<Play> = {}): Play => {
  const session = toSession({ id, startedAtMs });
  return { ...foldPlay([], stopped(session, startedAtMs + 5 * minuteMs, 5 * minuteMs), null).play, ...change };
};

/** A collector with its table and its history, to be told one thing after another. */
const createCollector = () => {
  let seq = 0;
  const collected = new Map<string, Collected>();
  const plays = new Map<string, { site: string; play: Play }>();
  const toPlayPlace = (site: string, id: string) => toPlaceText({ site, id });
  const take = (...received: Received[]): void => {
    const plan = planCollected(received, { collected: [...collected.values()], plays: [...plays.values()] }, own);
    for (const one of plan.collected) collected.set(toPlaceText(one), one);
    for (const place of plan.drop) plays.delete(toPlaceText(place));
    for (const one of plan.add) if (one.told) plays.set(toPlaceText(one), { site: one.site, play: one.told.play });
  };
  const tell = (site: string, play: Play, removed = false, streamSeq = (seq += 1)): Received => {
    const one = { site, play, evidence: null, removed, stream: 'first', streamSeq };
    take(one);
    return one;
  };
  return {
    take,
    tell,
    /** This Marquee records a play itself, and reads of it in the stream. */
    record: (play: Play) => {
      plays.set(toPlayPlace(own, play.id), { site: own, play });
      tell(own, play);
    },
    forget: (play: Play) => {
      plays.delete(toPlayPlace(own, play.id));
      tell(own, play, true);
    },
    held: () => [...plays.values()].map(({ site, play }) => `${site} ${play.id}`).toSorted(),
    play: (site: string, id: string) => plays.get(toPlayPlace(site, id))?.play,
  };
};

describe('one play of one site', () => {
  test('is held once, however often and late it is told', () => {
    const collector = createCollector();
    const first = collector.tell('attic', toPlay('a'));
    collector.take(first);
    collector.take(first, first);
    expect(collector.held()).toEqual(['attic a']);
  });

  test('is held as it was told last, and an older word that comes again changes nothing', () => {
    const collector = createCollector();
    const first = collector.tell('attic', toPlay('a'));
    collector.tell('attic', toPlay('a', 0, { percent: 77 }));
    collector.take(first);
    expect(collector.play('attic', 'a')?.percent).toBe(77);
  });

  test('that was removed does not come back with an older word, but with a newer', () => {
    const collector = createCollector();
    const first = collector.tell('attic', toPlay('a'));
    collector.tell('attic', toPlay('a'), true);
    collector.take(first);
    expect(collector.held()).toEqual([]);
    collector.tell('attic', toPlay('a'));
    expect(collector.held()).toEqual(['attic a']);
  });

  test('is taken from a stream that was made anew, whose numbers begin at one', () => {
    const collector = createCollector();
    collector.tell('attic', toPlay('a'), false, 500);
    const percent = 50;
    const again = { evidence: null, removed: false, stream: 'second', streamSeq: 1 };
    collector.take({ site: 'attic', play: toPlay('a', 0, { percent }), ...again });
    expect(collector.play('attic', 'a')?.percent).toBe(percent);
  });

  test('told and removed in one batch leaves nothing', () => {
    const collector = createCollector();
    const word = { site: 'attic', play: toPlay('a'), evidence: null, stream: 'first' };
    collector.take({ ...word, removed: false, streamSeq: 1 }, { ...word, removed: true, streamSeq: 2 });
    expect(collector.held()).toEqual([]);
  });
});

describe('two sites beside one server', () => {
  test('saw one viewing: it is held once, in either order', () => {
    const collector = createCollector();
    collector.tell('attic', toPlay('a', 0));
    collector.tell('cellar', toPlay('b', 14_000));
    collector.tell('cellar', toPlay('c', 900_000));
    collector.tell('attic', toPlay('d', 890_000));
    expect(collector.held()).toEqual(['attic a', 'cellar c']);
  });

  test.each<[string, Partial<Play>, number]>([
    ['another server', { serverId: 'server-2' }, 0],
    ['another person', { user: { id: '502', name: 'Bea', thumb: null } }, 0],
    ['another player', { player: { ...toPlay('x').player, machineId: 'machine-2' } }, 0],
    ['another item', { item: { ...toPlay('x').item, guid: 'plex://movie/other' } }, 0],
    ['sixteen seconds later', {}, 16_000],
  ])('saw two viewings: %s', (_, change, startedAtMs) => {
    const collector = createCollector();
    collector.tell('attic', toPlay('a'));
    collector.tell('cellar', toPlay('b', startedAtMs, change));
    expect(collector.held()).toEqual(['attic a', 'cellar b']);
  });

  test('saw two short viewings within seconds: both are held, once', () => {
    const collector = createCollector();
    collector.tell('attic', toPlay('a1', 0));
    collector.tell('cellar', toPlay('b1', 1000));
    collector.tell('cellar', toPlay('b2', 9000));
    collector.tell('attic', toPlay('a2', 8000));
    expect(collector.held()).toEqual(['attic a1', 'cellar b2']);
  });

  test('one of them removes it: the other one’s takes its place; when both did, it is gone', () => {
    const collector = createCollector();
    collector.tell('attic', toPlay('a'));
    collector.tell('cellar', toPlay('b', 3000));
    collector.tell('attic', toPlay('a'), true);
    expect(collector.held()).toEqual(['cellar b']);
    collector.tell('cellar', toPlay('b', 3000), true);
    expect(collector.held()).toEqual([]);
  });

  test('the collector watches the server, too: its own play stands for theirs, whoever is first', () => {
    const collector = createCollector();
    collector.tell('attic', toPlay('a'));
    collector.tell('cellar', toPlay('b', 2000));
    collector.record(toPlay('own', 1000));
    expect(collector.held()).toEqual(['collector own']);
    collector.tell('garage', toPlay('g', 1500));
    expect(collector.held()).toEqual(['collector own']);
    collector.forget(toPlay('own', 1000));
    expect(collector.held()).toHaveLength(1);
  });
});
