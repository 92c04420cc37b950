// Stories of the tray: what its menu, its tooltip and its picture say on different evenings.
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src-contract/live.ts';
import type { Session } from '../../src-contract/session.ts';
import { formatTimeOfDay } from '../../src-contract/text/format.ts';
import {
  burnedStream,
  evening,
  sampleItem,
  sampleServer,
  sampleSession,
  sampleSnapshot,
  sampleStream,
  sampleTranscode,
} from '../../src-contract/text/test-samples.ts';
import { toIcon, toTooltip, toTrayMenu, type ShownMarquee, type TrayItem, type TrayView } from './tray-menu.ts';

const picture = {
  code: 'picture-subtitle-burned',
  confidence: 'certain',
  evidence: { source: null, delivered: null },
  text: 'The German subtitle is a picture (PGS); it must be burned in.',
  remedy: 'Add a text subtitle.',
} as const;

const alice = sampleSession({ stream: burnedStream, transcode: sampleTranscode(), reasons: [picture] });
const ben = sampleSession({
  id: 's2',
  user: { id: '8', name: 'ben', thumb: null },
  item: sampleItem({ title: 'Nosferatu', year: 1922 }),
  state: 'paused',
  network: { location: 'lan', secure: true, bandwidthKbps: 16_400 },
});
const nasIsGone = sampleServer({
  id: 'nas',
  name: 'nas',
  status: { kind: 'unreachable', sinceMs: evening - 60_000, nextTryAtMs: evening + 12_000, why: 'No connection.' },
});

const shown = (changes: Partial<Snapshot & { marquees: ShownMarquee[] }>) => ({
  marquees: [],
  ...sampleSnapshot(changes),
});

const view = (changes: Partial<TrayView> = {}): TrayView => ({
  snapshot: shown({ sessions: [alice, ben], servers: [sampleServer(), nasIsGone] }),
  stopping: new Set(),
  pausedUntilMs: null,
  update: { kind: 'none' },
  nowMs: evening,
  ...changes,
});

/** The tree as one would read it; `-` is a line, what cannot be clicked stands in brackets. */
const read = (items: TrayItem[], depth = ''): string[] =>
  items.flatMap((item) => {
    if (item.kind === 'separator') return [`${depth}-`];
    if (item.kind === 'menu') return [`${depth}${item.label} >`, ...read(item.items, `${depth}  `)];
    return [item.kind === 'text' || !item.enabled ? `${depth}(${item.label})` : `${depth}${item.label}`];
  });

const find = (items: TrayItem[], id: string): TrayItem => {
  const all = (some: TrayItem[]): TrayItem[] =>
    some.flatMap((one) => (one.kind === 'menu' ? [one, ...all(one.items)] : [one]));
  const found = all(items).find((item) => item.kind !== 'separator' && item.id === id);
  if (!found) throw new Error(`No ${id} in the menu`);
  return found;
};

describe('the menu', () => {
  it('lists every stream with what can be done about it, then the servers, then the rest', () => {
    const since = `(since ${formatTimeOfDay(alice.startedAtMs)})`;
    expect(read(toTrayMenu(view()))).toEqual([
      '(2 streams · 1 transcode · 24.6 Mbps)',
      '-',
      'alice · Metropolis · playing · ⟳ transcode, picture subtitle >',
      '  (1927 · movie)',
      '  (Shield, living room · attic)',
      '  (4K HDR10 HEVC 38 Mbps → 1080p H.264 8 Mbps)',
      '  (Why: The German subtitle is a picture (PGS); it must be)',
      '  (burned in.)',
      '  (Add a text subtitle.)',
      `  ${since}`,
      '  -',
      '  Stop stream',
      '  Stop with message…',
      '  Stop transcode',
      '  Open',
      'ben · Nosferatu · paused · ▸ direct play >',
      '  (1922 · movie)',
      '  (Shield, living room · attic)',
      '  (4K HDR10 HEVC 38 Mbps)',
      `  ${since}`,
      '  -',
      '  Stop stream',
      '  Stop with message…',
      '  Open',
      '-',
      '(attic · live)',
      `(nas · not answering since ${formatTimeOfDay(evening - 60_000)})`,
      '-',
      'Pause notifications >',
      '  For 1 hour',
      '  Until tomorrow, 6:00',
      '-',
      'Open Marquee',
      'Settings…',
      'Quit',
    ]);
  });

  it.each<[string, string, object]>([
    ['stops the stream', 's2:stop', { kind: 'stop', sessionId: 's2' }],
    ['stops it with a message', 's2:message', { kind: 'stop-with-message', sessionId: 's2' }],
    ['stops the transcode', 's1:transcode', { kind: 'stop-transcode', sessionId: 's1' }],
    ['opens the stream', 's1:open', { kind: 'open-session', sessionId: 's1' }],
    ['pauses', 'pause:hour', { kind: 'pause-notifications', pause: 'hour' }],
    ['opens the settings', 'settings', { kind: 'open-settings' }],
  ])('%s', (_what, id, act) => {
    expect(find(toTrayMenu(view()), id)).toMatchObject({ enabled: true, act });
  });

  it('says the same while only positions and speeds move', () => {
    const moved: Session = {
      ...alice,
      positionMs: 2_600_000,
      positionAtMs: evening + 70_000,
      transcode: sampleTranscode({ speed: 1.1, progress: 40, aheadMs: 20_000 }),
    };
    const snapshot = shown({ sessions: [moved, ben], servers: [sampleServer(), nasIsGone] });
    expect(toTrayMenu(view({ snapshot, nowMs: evening + 70_000 }))).toEqual(toTrayMenu(view()));
  });

  it('offers no second stop while one is under way', () => {
    const menu = toTrayMenu(view({ stopping: new Set(['s2']) }));
    expect(find(menu, 's2')).toMatchObject({ label: 'ben · Nosferatu · stopping · ▸ direct play' });
    expect(find(menu, 's2:stop')).toMatchObject({ enabled: false });
    expect(find(menu, 's1:stop')).toMatchObject({ enabled: true });
  });

  it('says why a stop is not to be had', () => {
    const noPass = shown({ sessions: [alice], servers: [sampleServer({ canTerminate: false })] });
    expect(find(toTrayMenu(view({ snapshot: noPass })), 's1:stop')).toMatchObject({
      enabled: false,
      label: 'Stop stream (needs Plex Pass)',
    });
    expect(find(toTrayMenu(view({ snapshot: noPass })), 's1:transcode')).toMatchObject({ enabled: true });
    const away = shown({ sessions: [{ ...alice, serverId: 'nas' }], servers: [nasIsGone] });
    expect(find(toTrayMenu(view({ snapshot: away })), 's1:stop')).toMatchObject({
      enabled: false,
      label: 'Stop stream',
    });
  });

  it('does not believe a transcode before it is sure', () => {
    const sessions = [{ ...alice, stream: sampleStream({ decision: 'transcode', confirmed: false }) }];
    const menu = toTrayMenu(view({ snapshot: shown({ sessions }) }));
    expect(find(menu, 's1')).toMatchObject({ label: 'alice · Metropolis · playing · starting' });
    expect(read(menu)).not.toContain('  Stop transcode');
  });

  it('keeps long names short', () => {
    const item = sampleItem({
      title: 'The Incredibly Strange Creatures Who Stopped Living and Became Mixed-Up Zombies',
    });
    const menu = toTrayMenu(view({ snapshot: shown({ sessions: [{ ...ben, item }] }) }));
    expect(find(menu, 's2')).toMatchObject({
      label: 'ben · The Incredibly Strange Creatures Who Stoppe… · paused · ▸ direct play',
    });
  });

  it('says until when notifications are paused, and lets them go on', () => {
    const pausedUntilMs = evening + 3_600_000;
    const menu = toTrayMenu(view({ pausedUntilMs }));
    expect(find(menu, 'pause')).toMatchObject({
      label: `Notifications paused until ${formatTimeOfDay(pausedUntilMs)}`,
    });
    expect(find(menu, 'pause:end')).toMatchObject({ act: { kind: 'resume-notifications' } });
    expect(find(toTrayMenu(view({ pausedUntilMs: evening })), 'pause')).toMatchObject({ label: 'Pause notifications' });
  });

  it.each([
    ['nobody is watching', shown({ sessions: [] }), '(Nobody is watching)'],
    ['a server is away', shown({ sessions: [], servers: [nasIsGone] }), '(Nobody is known to be watching)'],
    ['Marquee itself starts', null, '(Starting)'],
    [
      'it has not looked yet',
      shown({ sessions: [], servers: [sampleServer({ status: { kind: 'connecting' } })] }),
      '(Looking at your servers)',
    ],
    ['there is no server', shown({ sessions: [], servers: [] }), '(No server is watched yet)'],
  ])('begins with a plain word when %s', (_when, snapshot, head) => {
    expect(read(toTrayMenu(view({ snapshot })))[0]).toBe(head);
  });

  it('says what is wrong with Marquee itself', () => {
    const health = [{ name: 'history', ok: false, text: 'The disk is full.', sinceMs: evening }] as const;
    expect(read(toTrayMenu(view({ snapshot: shown({ health: [...health] }) })))).toContain('(The disk is full.)');
  });
});

describe('Marquees elsewhere', () => {
  const nas: ShownMarquee = { id: 'm1', name: 'attic-nas', trouble: null };
  const trouble = { text: 'attic-nas is not reachable', why: '', sinceMs: evening, isFinal: false };

  it('of which one is lost are named in the menu, the tooltip and the picture', () => {
    const snapshot = shown({ servers: [], sessions: [], marquees: [{ ...nas, trouble }] });
    const menu = read(toTrayMenu(view({ snapshot })));
    expect(menu[0]).toBe('(Nobody is known to be watching)');
    expect(menu).toContainEqual(expect.stringMatching(/^\(attic-nas is not reachable since \d\d:\d\d\)$/));
    expect(toTooltip(snapshot)).toBe('attic-nas is not reachable');
    expect(toIcon(snapshot)).toEqual({ count: 0, mark: 'problem' });
  });

  it('are opened by name when there are several', () => {
    const one = read(toTrayMenu(view({ snapshot: shown({ marquees: [nas] }) })));
    expect(one.filter((line) => line.startsWith('Open '))).toEqual(['Open Marquee']);
    const marquees = [{ id: null, name: 'this computer', trouble: null }, nas];
    const two = toTrayMenu(view({ snapshot: shown({ marquees }) }));
    expect(read(two).filter((line) => line.startsWith('Open '))).toEqual(['Open this computer', 'Open attic-nas']);
    expect(find([{ kind: 'menu', id: 'all', label: '', items: two }], 'open:m1')).toMatchObject({
      act: { kind: 'open-marquee', marqueeId: 'm1' },
    });
  });
});

describe('the tooltip', () => {
  const three = [alice, ben, { ...ben, id: 's3', network: { ...ben.network, bandwidthKbps: null } }];
  it.each([
    ['a lively evening', shown({ sessions: three }), '3 streams, 1 transcode, 25 Mbps'],
    ['one stream', shown({ sessions: [ben] }), '1 stream, 16 Mbps'],
    [
      'music',
      shown({ sessions: [{ ...ben, network: { ...ben.network, bandwidthKbps: 320 } }] }),
      '1 stream, under 1 Mbps',
    ],
    ['a start', null, 'Marquee is starting'],
    ['nobody', shown({ sessions: [] }), 'Nobody is watching'],
    ['nobody, and a server away', shown({ sessions: [], servers: [nasIsGone] }), 'nas is not answering'],
    [
      'one, and a server away',
      shown({ sessions: [ben], servers: [sampleServer(), nasIsGone] }),
      '1 stream, 16 Mbps\nnas is not answering',
    ],
  ])('of %s', (_what, snapshot, text) => expect(toTooltip(snapshot)).toBe(text));
});

describe('the picture', () => {
  const many = Array.from({ length: 12 }, (_, at) => ({ ...ben, id: `m${at}` }));
  it.each([
    ['nobody', shown({ sessions: [] }), { count: 0, mark: 'none' }],
    ['one direct play', shown({ sessions: [ben] }), { count: 1, mark: 'none' }],
    ['a transcode', shown({ sessions: [alice, ben] }), { count: 2, mark: 'transcoding' }],
    ['more than nine', shown({ sessions: many }), { count: 10, mark: 'none' }],
    ['a server away', shown({ sessions: [alice], servers: [nasIsGone] }), { count: 1, mark: 'problem' }],
    [
      'a broken history',
      shown({ sessions: [], health: [{ name: 'history', ok: false, text: null, sinceMs: null }] }),
      { count: 0, mark: 'problem' },
    ],
  ])('of %s', (_what, snapshot, icon) => expect(toIcon(snapshot)).toEqual(icon));
});

it('keeps letters of several signs whole, and names from right to left in their place', () => {
  const family = '👩‍👩‍👧‍👦';
  const label = (title: string, name: string) => {
    const session = { ...alice, item: { ...alice.item, title }, user: { ...alice.user, name } };
    return find(toTrayMenu(view({ snapshot: shown({ sessions: [session] }) })), alice.id);
  };
  expect(label(family.repeat(50), 'alice')).toMatchObject({ label: expect.stringContaining(`${family.repeat(43)}…`) });
  expect(label('Metropolis', 'دميتري')).toMatchObject({
    label: expect.stringMatching(/^\u2068دميتري\u2069 · Metropolis · playing/),
  });
});

it('offers a newer Marquee above the window, once it can be had', () => {
  const readWith = (update: TrayView['update']) => read(toTrayMenu(view({ update }))).slice(-5);
  expect(readWith({ kind: 'ready', version: '1.1.0' })).toEqual([
    'Restart to update to 1.1.0',
    '-',
    'Open Marquee',
    'Settings…',
    'Quit',
  ]);
  expect(readWith({ kind: 'out', version: '1.1.0' })[0]).toBe('Get Marquee 1.1.0…');
  expect(readWith({ kind: 'downloading', version: '1.1.0' })[0]).toBe('(Marquee 1.1.0 is being downloaded)');
});
