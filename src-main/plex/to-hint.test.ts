// Tables for the messages of the notification socket.
import { describe, expect, test } from 'vitest';
import { hintSchema, type Hint } from '../../src-contract/heard.ts';
import { asFromXml, mutate, seededRandom, transcodedFilm } from './samples.ts';
import { parseFrame, toHints } from './to-hint.ts';

const frame = (type: string, key: string, entries: unknown) => ({
  NotificationContainer: { type, size: Array.isArray(entries) ? entries.length : 1, [key]: entries },
});

const read = (body: unknown) => {
  const noted: string[] = [];
  const hints = toHints(body, (kind) => noted.push(kind));
  return { hints, noted };
};

const PLAYING = 'PlaySessionStateNotification';
const playing = (more: object = {}) => ({
  sessionKey: '29',
  clientIdentifier: 'client-a',
  guid: '',
  ratingKey: '9001',
  url: '',
  key: '/library/metadata/9001',
  viewOffset: 154_000,
  playQueueItemID: 400,
  state: 'playing',
  ...more,
});

const activity = (event: string, more: object = {}) => ({
  event,
  uuid: 'act-1',
  Activity: {
    uuid: 'act-1',
    type: 'library.update.section',
    cancellable: true,
    userID: 1,
    title: 'Scanning Films',
    subtitle: '',
    progress: 40,
    Context: { librarySectionID: '1' },
    ...more,
  },
});

describe('playing', () => {
  const hint: Hint = {
    kind: 'playing',
    sessionKey: '29',
    ratingKey: '9001',
    clientId: 'client-a',
    state: 'playing',
    positionMs: 154_000,
    transcodeKey: null,
  };

  test.each<[string, object, object]>([
    ['a film played directly', {}, {}],
    ['numbers as text', { viewOffset: '154000' }, {}],
    ['keys as numbers', { sessionKey: 29, ratingKey: 9001 }, {}],
    ['an old server without the client', { clientIdentifier: undefined }, { clientId: null }],
    ['a transcode by its path', { transcodeSession: '/transcode/sessions/tr-1' }, { transcodeKey: 'tr-1' }],
    ['a transcode by its bare id', { transcodeSession: 'tr-1' }, { transcodeKey: 'tr-1' }],
    [
      'live TV has a GUID for a ratingKey',
      { ratingKey: 'com.guide://episode/E1', viewOffset: 0 },
      { ratingKey: null, positionMs: 0 },
    ],
    ['an impossible position', { viewOffset: -1 }, { positionMs: null }],
    ['stopped', { state: 'stopped' }, { state: 'stopped' }],
    ['an error of the player', { state: 'error' }, { state: 'error' }],
  ])('%s', (_, more, expected) => {
    expect(read(frame('playing', PLAYING, [playing(more)]))).toEqual({ hints: [{ ...hint, ...expected }], noted: [] });
  });

  test.each([{ sessionKey: undefined }, { state: 'dreaming' }, { state: undefined }])('%o says too little', (more) => {
    const { hints, noted } = read(frame('playing', PLAYING, [playing(more), playing()]));
    expect(hints).toEqual([hint]);
    expect(noted).toEqual(['incomplete playing message']);
  });
});

describe('the envelope', () => {
  const expected = read(frame('playing', PLAYING, [playing()])).hints;

  test.each([
    ['one object in place of the list', frame('playing', PLAYING, playing())],
    ['the inner part alone', frame('playing', PLAYING, [playing()]).NotificationContainer],
    ['the event stream: no container, no type, no list', { [PLAYING]: playing() }],
    [
      'a size that is text, or wrong',
      { NotificationContainer: { type: 'playing', size: '7', [PLAYING]: [playing()] } },
    ],
  ])('%s', (_, body) => {
    expect(read(body)).toEqual({ hints: expected, noted: [] });
  });

  test('every entry of a frame counts; a malformed one drops only itself', () => {
    const { hints, noted } = read(frame('playing', PLAYING, [playing(), 'x', playing({ sessionKey: '30' })]));
    expect(hints.map((hint) => hint.kind === 'playing' && hint.sessionKey)).toEqual(['29', '30']);
    expect(noted).toEqual(['malformed playing message']);
  });

  test.each([
    'account',
    'backgroundProcessingQueue',
    'log',
    'ping',
    'preference',
    'progress',
    'provider.content.change',
  ])('%s is known and of no use', (type) => {
    expect(read(frame(type, 'Whatever', [{ a: 1 }]))).toEqual({ hints: [], noted: [] });
  });

  test('unknown types are noted by a short clean name, also one that is a name of the language', () => {
    expect(read(frame('novelty', 'X', [])).noted).toEqual(['unknown message type novelty']);
    expect(read(frame('constructor', 'X', [])).noted).toEqual(['unknown message type constructor']);
    expect(read(frame(`a\n${'b'.repeat(90)}`, 'X', [])).noted).toEqual([`unknown message type a${'b'.repeat(39)}`]);
  });

  test.each([null, 7, 'x', [], {}, { NotificationContainer: 3 }, { NotificationContainer: { size: 1 } }])(
    '%o is no message',
    (body) => {
      expect(read(body)).toEqual({ hints: [], noted: ['malformed message'] });
    },
  );

  test('a type without its entries is no news', () => {
    expect(read({ NotificationContainer: { type: 'playing', size: 1 } })).toEqual({ hints: [], noted: [] });
  });

  test('text that is not JSON', () => {
    const noted: string[] = [];
    expect(parseFrame('{"Notification', (kind) => noted.push(kind))).toEqual([]);
    expect(noted).toEqual(['message that is not JSON']);
    expect(parseFrame(JSON.stringify(frame('playing', PLAYING, [playing()])), () => {})).toEqual(expected);
  });
});

describe('transcodes', () => {
  test.each(['start', 'update', 'end'])('%s', (phase) => {
    const entry = transcodedFilm()['TranscodeSession'];
    const { hints } = read(frame(`transcodeSession.${phase}`, 'TranscodeSession', [entry]));
    expect(hints).toMatchObject([
      { kind: 'transcode', phase, transcode: { key: 'tr-1', speed: 1.4, maxOffsetMs: 712_500, aheadMs: null } },
    ]);
  });

  test('one without a key belongs to nobody', () => {
    expect(read(frame('transcodeSession.end', 'TranscodeSession', [{ speed: 1 }]))).toEqual({
      hints: [],
      noted: ['incomplete transcodeSession.end message'],
    });
  });
});

describe('timeline', () => {
  const entry = (more: object = {}) => ({
    identifier: 'com.plexapp.plugins.library',
    sectionID: '1',
    itemID: '10141',
    type: 4,
    title: 'The Fog Horn',
    state: 5,
    metadataState: 'created',
    parentItemID: 10_140,
    rootItemID: '10139',
    ...more,
  });

  test('a new episode, with its season and show', () => {
    expect(read(frame('timeline', 'TimelineEntry', [entry()])).hints).toEqual([
      {
        kind: 'timeline',
        sectionId: '1',
        itemId: '10141',
        parentItemId: '10140',
        rootItemId: '10139',
        itemType: 4,
        title: 'The Fog Horn',
        phase: 'done',
        metadataState: 'created',
      },
    ]);
  });

  test('an entry that says little: no type, no title, -1 and 0 for no item', () => {
    const bare = { sectionID: '-1', itemID: '77', parentItemID: '0', rootItemID: -1, state: '9' };
    expect(read(frame('timeline', 'TimelineEntry', [bare])).hints).toMatchObject([
      {
        sectionId: null,
        itemId: '77',
        parentItemId: null,
        rootItemId: null,
        itemType: -1,
        title: '',
        phase: 'deleted',
      },
    ]);
  });

  test.each([
    [0, 'created'],
    [1, 'processing'],
    [2, 'processing'],
    [3, 'processing'],
    [4, 'processing'],
    [5, 'done'],
    [9, 'deleted'],
  ])('state %d is %s', (state, phase) => {
    expect(read(frame('timeline', 'TimelineEntry', [entry({ state })])).hints).toMatchObject([{ phase }]);
  });

  test('other states are noted; guides and recorders are not ours', () => {
    expect(read(frame('timeline', 'TimelineEntry', [entry({ state: 7 }), entry({ state: null })])).noted).toHaveLength(
      2,
    );
    const guide = entry({ identifier: 'tv.plex.providers.epg.cloud' });
    expect(read(frame('timeline', 'TimelineEntry', [guide]))).toEqual({ hints: [], noted: [] });
  });
});

describe('the rest', () => {
  test.each(['started', 'updated', 'ended'])('activity %s', (phase) => {
    expect(read(frame('activity', 'ActivityNotification', [activity(phase)])).hints).toEqual([
      {
        kind: 'activity',
        phase,
        activity: {
          uuid: 'act-1',
          type: 'library.update.section',
          title: 'Scanning Films',
          subtitle: null,
          progress: 40,
          cancellable: true,
        },
      },
    ]);
  });

  test('an activity takes its id from the envelope when it has none; without any it is noted', () => {
    const { hints } = read(frame('activity', 'ActivityNotification', [activity('ended', { uuid: '', progress: -1 })]));
    expect(hints).toMatchObject([{ activity: { uuid: 'act-1', progress: null } }]);
    const useless = [activity('paused'), { event: 'ended', uuid: 'x' }, { event: 'ended', Activity: { title: 'x' } }];
    expect(read(frame('activity', 'ActivityNotification', useless)).noted).toHaveLength(3);
  });

  test.each<[string, unknown, Hint[]]>([
    [
      'status',
      frame('status', 'StatusNotification', [
        { title: 'Library scan complete', description: '', notificationName: 'LIBRARY_UPDATE' },
      ]),
      [{ kind: 'status', name: 'LIBRARY_UPDATE', title: 'Library scan complete', description: '' }],
    ],
    [
      'an empty status',
      frame('status', 'StatusNotification', [{}]),
      [{ kind: 'status', name: '', title: '', description: '' }],
    ],
    [
      'reachable',
      frame('reachability', 'ReachabilityNotification', [{ reachability: '1' }]),
      [{ kind: 'reachability', reachable: true }],
    ],
    [
      'not reachable',
      frame('reachability', 'ReachabilityNotification', [{ reachability: false }]),
      [{ kind: 'reachability', reachable: false }],
    ],
    ['reachability without a word', frame('reachability', 'ReachabilityNotification', [{}]), []],
    [
      'an update',
      frame('update.statechange', 'AutoUpdateNotification', [{ key: 'k', version: '1.44.0', state: 'available' }]),
      [{ kind: 'update', version: '1.44.0', state: 'available' }],
    ],
    [
      'no version',
      frame('update.statechange', 'AutoUpdateNotification', [{ key: '', version: '', state: 'done' }]),
      [{ kind: 'update', version: null, state: 'done' }],
    ],
    [
      'no state',
      frame('update.statechange', 'AutoUpdateNotification', [{}]),
      [{ kind: 'update', version: null, state: '' }],
    ],
  ])('%s', (_, body, hints) => {
    expect(read(body).hints).toEqual(hints);
  });
});

test('no mutation of a message makes it throw, and what comes out fits the contract', () => {
  const whole = [
    frame('playing', PLAYING, [playing(), playing({ sessionKey: '30' })]),
    frame('transcodeSession.update', 'TranscodeSession', [transcodedFilm()['TranscodeSession']]),
    frame('timeline', 'TimelineEntry', [{ sectionID: '1', itemID: '5', type: 1, state: 5, title: 'x' }]),
    frame('activity', 'ActivityNotification', [activity('updated')]),
    frame('reachability', 'ReachabilityNotification', [{ reachability: true }]),
  ];
  let heard = 0;
  for (let seed = 1; seed <= 3000; seed += 1) {
    const random = seededRandom(seed);
    const body = whole[seed % whole.length];
    for (const hint of toHints(mutate(seed % 2 === 0 ? body : asFromXml(body), random), () => {})) {
      hintSchema.parse(hint);
      heard += 1;
    }
  }
  expect(heard).toBeGreaterThan(1500);
});
