// Stories of evenings, and which notifications come of them: each fact once, many as one, none in quiet hours.
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src-contract/reason.ts';
import { defaultSettings, noticeKindSchema } from '../../src-contract/settings.ts';
import {
  burnedStream,
  evening,
  sampleItem,
  sampleSession,
  sampleStream,
  sampleTranscode,
} from '../../src-contract/text/test-samples.ts';
import { tellEvening, type Fact } from './test-evening.ts';

const starting = sampleStream({ confirmed: false });
const film = sampleSession({ stream: starting, pausedSinceMs: null });
const episode = (number: number, id = `ep${number}`) =>
  sampleSession({
    id,
    stream: starting,
    user: { id: '9', name: 'celia', thumb: null },
    item: sampleItem({
      guid: `plex://episode/${number}`,
      ratingKey: `20${number}`,
      type: 'episode',
      title: `Part ${number}`,
      grandparentTitle: 'Cranes',
      grandparentGuid: 'plex://show/cranes',
      parentIndex: 1,
      index: number,
    }),
  });
const track = (number: number) =>
  sampleSession({
    id: `t${number}`,
    item: sampleItem({ guid: `plex://track/${number}`, type: 'track', title: `Song ${number}` }),
  });
const viewer = (number: number) =>
  sampleSession({
    id: `v${number}`,
    user: { id: `u${number}`, name: `viewer ${number}`, thumb: null },
    player: { ...film.player, machineId: `p${number}` },
  });
const picture: Reason = {
  code: 'picture-subtitle-burned',
  confidence: 'certain',
  evidence: { source: null, delivered: null },
  text: 'The German subtitle is a picture (PGS); it must be burned in.',
  remedy: null,
};
const confirmed = (reasons: Reason[]): Fact => ({
  kind: 'session-stream-changed',
  sessionId: 's1',
  positionMs: null,
  stream: burnedStream,
  reasons,
  transcode: null,
  network: film.network,
  player: film.player,
  versions: [],
  creditsStartMs: null,
  durationMs: null,
});

describe('a start', () => {
  it('is told in less than a second, with who, what and where', () => {
    const told = tellEvening();
    told.start(film);
    told.pass(1000);
    expect(told.all()).toEqual([
      {
        atMs: evening + 700,
        notice: {
          key: 'started:s1',
          title: 'alice started Metropolis',
          body: 'attic · Shield, living room',
          sessionId: 's1',
          canStop: true,
          replaces: false,
        },
      },
    ]);
  });

  it('says which episode it is', () => {
    const told = tellEvening();
    told.start(episode(2));
    told.pass(1000);
    expect(told.last()).toMatchObject({
      title: 'celia started Cranes',
      body: 'S1 · E2 · Part 2\nattic · Shield, living room',
    });
  });

  it('is replaced once it is sure how it is delivered, and only then', () => {
    const told = tellEvening();
    told.start(film);
    told.pass(3000);
    told.hear(confirmed([picture]));
    told.pass(3000);
    told.hear(confirmed([]));
    told.pass(3000);
    expect(told.all().map(({ notice }) => [notice.key, notice.replaces, notice.body])).toEqual([
      ['started:s1', false, 'attic · Shield, living room'],
      ['started:s1', true, 'attic · Shield, living room\n⟳ transcode, picture subtitle'],
    ]);
  });

  it('that nobody was told of is not replaced', () => {
    const told = tellEvening({ kinds: { ...defaultSettings.notifications.kinds, started: false } });
    told.start(film);
    told.pass(3000);
    told.hear(confirmed([]));
    told.pass(3000);
    expect(told.all()).toEqual([]);
  });

  it('of what was playing before Marquee came is no news', () => {
    const told = tellEvening();
    told.start(film, true);
    told.look(film, viewer(1));
    told.pass(60_000);
    expect(told.titles()).toEqual([]);
  });

  it('is not replaced by a decision of much later', () => {
    const told = tellEvening();
    told.start(film);
    told.pass(70_000);
    told.hear(confirmed([]));
    told.pass(3000);
    expect(told.all()).toHaveLength(1);
  });

  it('of a trailer is not told, that of the film behind it is', () => {
    const told = tellEvening();
    const trailer = sampleSession({ item: sampleItem({ type: 'clip', purpose: 'trailer', guid: 'plex://clip/1' }) });
    told.start(trailer);
    told.pass(60_000);
    told.stop(trailer, 'next-item');
    told.start({ ...film, id: 's2' });
    told.pass(60_000);
    expect(told.titles()).toEqual(['alice started Metropolis']);
  });
});

describe('the next episode', () => {
  it('that follows by itself is the same viewing', () => {
    const told = tellEvening();
    told.start(episode(1));
    told.pass(1_800_000);
    told.stop(episode(1), 'next-item');
    told.start(episode(2));
    told.pass(1_800_000);
    told.stop(episode(2));
    told.pass(20_000);
    expect(told.titles()).toEqual(['celia started Cranes', 'celia stopped Cranes']);
  });

  it('that an app starts anew after a moment is the same viewing too, and the stop between is not told', () => {
    const told = tellEvening();
    told.start(episode(1));
    told.pass(1_800_000);
    told.stop(episode(1));
    told.pass(12_000);
    told.start(episode(2));
    told.pass(60_000);
    expect(told.titles()).toEqual(['celia started Cranes']);
  });

  it('that is started a minute later is another viewing', () => {
    const told = tellEvening();
    told.start(episode(1));
    told.pass(1_800_000);
    told.stop(episode(1));
    told.pass(60_000);
    told.start(episode(2));
    told.pass(1000);
    expect(told.titles()).toEqual(['celia started Cranes', 'celia stopped Cranes', 'celia started Cranes']);
  });

  it('is told when it is asked for', () => {
    const told = tellEvening({ everyEpisode: true });
    told.start(episode(1));
    told.pass(1_800_000);
    told.stop(episode(1), 'next-item');
    told.start(episode(2));
    told.pass(20_000);
    expect(told.titles()).toEqual(['celia started Cranes', 'celia started Cranes']);
  });

  it('on another player is another viewing', () => {
    const told = tellEvening();
    told.start(episode(1));
    told.pass(60_000);
    told.stop(episode(1), 'next-item');
    told.start({ ...episode(2), player: { ...film.player, machineId: 'm2' } });
    told.pass(1000);
    expect(told.titles()).toEqual(['celia started Cranes', 'celia started Cranes']);
  });

  it.each([
    ['of another person', { user: { id: '10', name: 'dora', thumb: null } }, 'dora started Cranes'],
    ['on another server', { serverId: 'nas' }, 'celia started Cranes'],
  ])('%s is another viewing', (_whose, change, title) => {
    const told = tellEvening();
    told.start(episode(1));
    told.pass(60_000);
    told.stop(episode(1), 'next-item');
    told.start({ ...episode(2), ...change });
    told.pass(1000);
    expect(told.titles()).toEqual(['celia started Cranes', title]);
  });

  it('on the same channel is the same viewing, on another one it is not', () => {
    const told = tellEvening();
    const programme = (id: string, channel: string) =>
      sampleSession({
        id,
        item: sampleItem({ guid: `plex://live/${id}`, live: true, type: 'episode', title: id, channel }),
      });
    told.start(programme('news', '7'));
    told.pass(60_000);
    told.stop(programme('news', '7'), 'next-item');
    told.start(programme('weather', '7'));
    told.pass(60_000);
    told.stop(programme('weather', '7'), 'next-item');
    told.start(programme('sport', '9'));
    told.pass(60_000);
    expect(told.titles()).toEqual(['alice started news', 'alice started sport']);
  });

  it('carries its stop button on: a click stops what plays now', () => {
    const told = tellEvening();
    told.start(episode(1));
    told.pass(1000);
    told.stop(episode(1), 'next-item');
    told.start(episode(2));
    told.look({ ...episode(2), starving: true });
    told.pass(1000);
    expect(told.last()).toMatchObject({ key: 'starving:ep1', sessionId: 'ep2' });
  });

  it('is as one evening of music', () => {
    const told = tellEvening();
    told.start(track(1));
    for (let number = 1; number < 6; number++) {
      told.pass(200_000);
      told.stop(track(number), 'next-item');
      told.start(track(number + 1));
    }
    told.pass(200_000);
    expect(told.titles()).toEqual(['alice started Song 1']);
  });

  it('another film that follows is told', () => {
    const told = tellEvening();
    told.start(film);
    told.pass(60_000);
    told.stop(film, 'next-item');
    told.start({ ...film, id: 's2', item: sampleItem({ guid: 'plex://movie/2', ratingKey: '9', title: 'Nosferatu' }) });
    told.pass(1000);
    expect(told.titles()).toEqual(['alice started Metropolis', 'alice started Nosferatu']);
  });
});

describe('a stop', () => {
  it('says how long it was, when no more follows', () => {
    const told = tellEvening();
    told.start(film);
    told.pass(600_000);
    told.stop(film);
    told.pass(20_000);
    expect(told.last()).toMatchObject({
      key: 'stopped:s1',
      title: 'alice stopped Metropolis',
      body: 'attic · Shield, living room · after 10 min',
      canStop: false,
    });
  });

  it('of our own is not told as news: its outcome is', () => {
    const told = tellEvening();
    told.start(film);
    told.pass(1000);
    told.stop(film, 'killed');
    told.pass(60_000);
    expect(told.titles()).toEqual(['alice started Metropolis']);
  });

  it('that nobody saw is told as what it is', () => {
    const told = tellEvening();
    told.start(film);
    told.pass(1000);
    told.stop(film, 'vanished');
    told.pass(60_000);
    expect(told.last()).toMatchObject({ title: 'alice’s stream of Metropolis has ended' });
  });
});

describe('at the first look', () => {
  it('what ended while we were away is no news', () => {
    const told = tellEvening();
    told.stop(film, 'presumed', true);
    told.pass(60_000);
    expect(told.titles()).toEqual([]);
  });

  it('a transcode that ran before is no news either', () => {
    const told = tellEvening({ kinds: { ...defaultSettings.notifications.kinds, 'transcode-started': true } });
    told.start({ ...film, transcode: sampleTranscode() }, true);
    told.hear({ kind: 'transcode-started', sessionId: 's1', transcode: sampleTranscode(), reasons: [] });
    told.pass(60_000);
    expect(told.titles()).toEqual([]);
  });
});

describe('who is gone', () => {
  const paused = { ...film, state: 'paused', pausedSinceMs: evening } as const;

  it('without a word is not told of any more', () => {
    const told = tellEvening();
    told.look(paused);
    told.pass(60_000);
    told.look();
    told.pass(3_600_000);
    expect(told.titles()).toEqual([]);
  });

  it('does not come back by a view that is a little older', () => {
    const told = tellEvening();
    told.look(paused);
    told.stop(paused, 'killed');
    told.look(paused);
    told.pass(3_600_000);
    expect(told.titles()).toEqual([]);
  });
});

describe('while it plays', () => {
  it('a pause is told when it is long, once', () => {
    const told = tellEvening({ pausedLongMinutes: 20 });
    told.start(film);
    told.pass(1000);
    const paused = { ...film, state: 'paused', pausedSinceMs: told.nowMs() } as const;
    told.look(paused);
    told.pass(19 * 60_000);
    expect(told.titles()).toHaveLength(1);
    told.pass(2 * 60_000);
    told.look(paused);
    told.pass(60 * 60_000);
    expect(told.titles()).toEqual(['alice started Metropolis', 'alice has paused Metropolis for 20 min']);
  });

  it('a pause that ends in time is not told', () => {
    const told = tellEvening({ pausedLongMinutes: 20 });
    told.look({ ...film, state: 'paused', pausedSinceMs: told.nowMs() });
    told.pass(10 * 60_000);
    told.look(film);
    told.pass(60 * 60_000);
    expect(told.titles()).toEqual([]);
  });

  it('buffering is told at the third time within ten minutes, once', () => {
    const told = tellEvening();
    told.look(film);
    for (const _ of [1, 2, 3, 4, 5]) {
      told.hear({ kind: 'session-buffering', sessionId: 's1', positionMs: null });
      told.look(film);
      told.pass(60_000);
    }
    expect(told.titles()).toEqual(['Metropolis keeps buffering for alice']);
  });

  it('a picture that stands still is told once, however long it does', () => {
    const told = tellEvening();
    told.look(film);
    told.hear({ kind: 'session-buffering', sessionId: 's1', positionMs: null });
    told.look({ ...film, state: 'buffering' });
    told.pass(14_000);
    expect(told.titles()).toEqual([]);
    told.pass(2000);
    told.look({ ...film, state: 'buffering' });
    told.pass(600_000);
    expect(told.titles()).toEqual(['Metropolis keeps buffering for alice']);
  });

  it('a picture that goes on in time is not told', () => {
    const told = tellEvening();
    told.look({ ...film, state: 'buffering' });
    told.pass(10_000);
    told.look(film);
    told.pass(600_000);
    expect(told.titles()).toEqual([]);
  });

  it('buffering now and then is not told', () => {
    const told = tellEvening();
    told.look(film);
    for (const _ of [1, 2, 3, 4, 5]) {
      told.hear({ kind: 'session-buffering', sessionId: 's1', positionMs: null });
      told.look(film);
      told.pass(6 * 60_000);
    }
    expect(told.titles()).toEqual([]);
  });

  it('a starving transcode is told once', () => {
    const told = tellEvening();
    told.look({ ...film, starving: true });
    told.pass(1000);
    told.look(film);
    told.look({ ...film, starving: true });
    told.pass(1000);
    expect(told.titles()).toEqual(['Metropolis will stop to buffer for alice']);
  });

  it('a transcode is told only where that is asked for, once a viewing, with the reason', () => {
    const transcode: Fact = {
      kind: 'transcode-started',
      sessionId: 's1',
      transcode: sampleTranscode(),
      reasons: [picture],
    };
    for (const asked of [false, true]) {
      const told = tellEvening({ kinds: { ...defaultSettings.notifications.kinds, 'transcode-started': asked } });
      told.start(film);
      told.hear(transcode);
      told.pass(1000);
      told.hear(transcode);
      told.pass(1000);
      expect(told.titles().slice(1)).toEqual(asked ? ['attic transcodes Metropolis for alice'] : []);
      // Why, how sure that is (`probably` where it is not), and what can be done.
      const why = [picture.text, picture.remedy].filter((sentence) => sentence !== null).join('\n');
      expect(told.all().some(({ notice }) => notice.body?.includes(why))).toBe(asked);
    }
  });
});

describe('a server', () => {
  it.each<[Fact, string, string]>([
    [
      { kind: 'server-down', why: 'No connection can be made.' },
      'attic is not answering',
      'No connection can be made. Marquee keeps trying.',
    ],
    [{ kind: 'server-up', name: 'attic', version: '1.43.0' }, 'attic is back', 'Plex 1.43.0'],
    [
      { kind: 'remote-access-down' },
      'attic is out of reach from outside',
      'Plex lost its remote access. Streams at home go on.',
    ],
    [{ kind: 'remote-access-up' }, 'attic is reached from outside again', 'Plex has its remote access back.'],
    [
      { kind: 'server-update-available', version: '1.44.0' },
      'Plex 1.44.0 is there for attic',
      'Install it from the settings of Plex.',
    ],
    [
      { kind: 'sign-in-expired' },
      'attic no longer accepts our sign-in',
      'Recording is paused until Marquee has a new token.',
    ],
    [{ kind: 'device-new', title: 'Roku', userName: 'ben' }, 'A new device on attic: Roku', 'ben uses it.'],
    [
      {
        kind: 'library-added',
        sectionId: '1',
        ratingKey: '5',
        title: 'Cranes',
        counts: { season: 1, episode: 8 },
        titles: [],
      },
      'New on attic: Cranes',
      '1 season, 8 episodes',
    ],
  ])('tells of %j', (fact, title, body) => {
    const told = tellEvening();
    told.hear(fact);
    told.pass(1000);
    expect(told.last()).toMatchObject({ title, body });
  });

  it('that is down at the first look is told', () => {
    const told = tellEvening();
    told.hear({ kind: 'server-down', why: 'No connection can be made.' }, { isFirstLook: true });
    told.pass(1000);
    expect(told.titles()).toEqual(['attic is not answering']);
  });

  it('says nothing of what is no news', () => {
    const told = tellEvening();
    told.hear({ kind: 'gap-opened', why: 'server-down' });
    told.hear({ kind: 'session-watched', sessionId: 's1', positionMs: null });
    told.pass(60_000);
    expect(told.titles()).toEqual([]);
  });
});

describe('many at once', () => {
  it('are one', () => {
    const told = tellEvening();
    for (const number of [1, 2, 3, 4, 5]) told.start(viewer(number));
    told.pass(5000);
    expect(told.all().map(({ notice }) => [notice.title, notice.body])).toEqual([
      ['5 streams started', 'viewer 1: Metropolis, viewer 2: Metropolis, viewer 3: Metropolis and 2 more'],
    ]);
  });

  it('up to three are each told', () => {
    const told = tellEvening();
    for (const number of [1, 2, 3]) told.start(viewer(number));
    told.pass(5000);
    expect(told.titles()).toEqual(['viewer 1', 'viewer 2', 'viewer 3'].map((name) => `${name} started Metropolis`));
  });

  it('more that come at once behind them are one', () => {
    const told = tellEvening();
    for (const number of [1, 2, 3]) told.start(viewer(number));
    told.pass(3000);
    for (const number of [4, 5]) told.start(viewer(number));
    told.pass(3000);
    expect(told.titles().slice(3)).toEqual(['2 streams started']);
  });

  it('of different kinds do not hide each other', () => {
    const told = tellEvening();
    for (const number of [1, 2, 3, 4]) told.start(viewer(number));
    told.hear({ kind: 'server-down', why: 'No connection can be made.' }, { serverId: 'nas' });
    told.pass(1000);
    expect(told.titles()).toEqual(['4 streams started', 'nas is not answering']);
  });
});

describe('silence', () => {
  const quietHours = { on: true, fromMinute: 23 * 60, toMinute: 7 * 60 };
  it.each([
    [22 * 60 + 59, 1],
    [23 * 60, 0],
    [0, 0],
    [6 * 60 + 59, 0],
    [7 * 60, 1],
  ])('from 23:00 to 7:00: at minute %i there are %i notifications', (minute, count) => {
    const told = tellEvening({ quietHours }, () => minute);
    told.start(film);
    told.pass(1000);
    expect(told.titles()).toHaveLength(count);
  });

  it('while paused, and what was missed is not told later', () => {
    const told = tellEvening({ pausedUntilMs: evening + 3_600_000 });
    told.start(film);
    told.pass(3_600_000);
    expect(told.titles()).toEqual([]);
    told.start(viewer(1));
    told.pass(1000);
    expect(told.titles()).toEqual(['viewer 1 started Metropolis']);
  });

  it.each([
    ['a kind', { kinds: { ...defaultSettings.notifications.kinds, started: false } }],
    ['a person', { users: [{ id: '7', name: 'alice', off: [...noticeKindSchema.options] }] }],
    ['a kind of a person', { users: [{ id: '7', name: 'alice', off: ['started' as const] }] }],
    ['a kind of a server', { servers: [{ id: 'attic', name: 'attic', off: ['started' as const] }] }],
  ])('about %s that is switched off, at once', (_what, change) => {
    const told = tellEvening(change);
    told.start(film);
    told.pass(1000);
    expect(told.titles()).toEqual([]);
    told.change(defaultSettings.notifications);
    told.start({ ...viewer(2), serverId: 'nas' });
    told.pass(1000);
    expect(told.titles()).toEqual(['viewer 2 started Metropolis']);
  });

  it('about one person leaves the others', () => {
    const told = tellEvening({ users: [{ id: '7', name: 'alice', off: ['started'] }] });
    told.start(film);
    told.start(viewer(1));
    told.pass(1000);
    told.stop(film);
    told.pass(20_000);
    expect(told.titles()).toEqual(['viewer 1 started Metropolis', 'alice stopped Metropolis']);
  });
});

it('forgets who is gone, and asks to be woken only when something waits', () => {
  const told = tellEvening();
  told.start(film);
  told.pass(1000);
  told.stop(film);
  told.pass(60_000);
  told.look();
  const before = told.all().length;
  told.pass(86_400_000);
  expect(told.all()).toHaveLength(before);
});
