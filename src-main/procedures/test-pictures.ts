// For tests: a server, sessions and plays that are complete enough for the contract.
import type { Chart, Home } from '../../src-contract/chart.ts';
import type { Play, PlayDetail, PlayLine, PlayPage } from '../../src-contract/play.ts';
import type { Server } from '../../src-contract/server.ts';
import type { ChartsRoom } from './charts.ts';
import type { HistoryRoom } from './history.ts';
import type { PeopleRoom } from './libraries.ts';
import { somePeople } from './test-libraries.ts';
import type { Session } from '../../src-contract/session.ts';
import { sampleItem } from '../../src-contract/text/test-samples.ts';

export const aServer = (over: Partial<Server> = {}): Server => ({
  id: 'attic',
  name: 'Attic',
  version: '1.41.0',
  platform: 'Linux',
  plexPass: true,
  canTerminate: true,
  owned: true,
  origin: 'address',
  accountId: null,
  enabled: true,
  trustedCertificate: null,
  connection: {
    uri: 'http://127.0.0.1:32400',
    local: true,
    relay: false,
    secure: false,
    why: 'This address was given.',
  },
  status: { kind: 'live', sinceMs: 1000 },
  remoteAccess: null,
  updateAvailable: null,
  activities: [],
  ...over,
});

const stream: Session['stream'] = {
  decision: 'direct-play',
  confirmed: true,
  container: { source: null, delivered: null, decision: 'direct-play' },
  video: null,
  audio: null,
  subtitle: null,
};

export const aSession = (over: Partial<Session> = {}): Session => ({
  id: 's1',
  serverId: 'attic',
  sessionKey: '1',
  terminateId: 't1',
  user: { id: '7', name: 'alice', thumb: null },
  item: sampleItem({
    guid: 'plex://movie/1',
    ratingKey: '11',
    thumb: '/library/metadata/11/thumb/1700000000',
  }),
  player: {
    title: 'Shield',
    product: null,
    platform: null,
    platformVersion: null,
    device: null,
    version: null,
    profile: null,
    machineId: 'm1',
    address: null,
    publicAddress: null,
  },
  state: 'playing',
  startedAtMs: 1000,
  placeAtMs: 1000,
  positionMs: 5000,
  positionAtMs: 6000,
  pausedMs: 0,
  pausedSinceMs: null,
  bufferCount: 0,
  silent: false,
  starving: false,
  network: { location: 'lan', secure: true, bandwidthKbps: 8000 },
  stream,
  transcode: null,
  reasons: [],
  ...over,
});

export const aPlay = (over: Partial<Play> = {}): Play => {
  const { id, serverId, user, item, player, network } = aSession();
  return {
    id,
    serverId,
    groupId: id,
    user,
    item,
    player,
    network,
    stream,
    reasons: [],
    startedAtMs: 1000,
    stoppedAtMs: 9_000_000,
    watchedMs: 8_000_000,
    pausedMs: 0,
    positionMs: 8_900_000,
    percent: 97,
    watched: true,
    bufferCount: 0,
    endedBy: 'stopped',
    short: false,
    origin: 'live',
    ...over,
  };
};

export const aPlayLine = (change: Partial<PlayLine> = {}): PlayLine => ({
  ...aPlay(),
  itemKey: 'plex://movie/1',
  seriesKey: 'plex://movie/1',
  seasonKey: null,
  playerKey: 'tv-1',
  removedAtMs: null,
  group: null,
  ...change,
});

export const aPlayPage = (...items: PlayLine[]): PlayPage => ({
  items,
  total: items.length,
  plays: items.length,
  watchedMs: 60_000 * items.length,
  next: null,
});

export const aPlayDetail = (): PlayDetail => ({
  play: aPlayLine(),
  evidence: null,
  events: [{ atMs: 1000, kind: 'session-paused', positionMs: 5, stream: null, reasons: [] }],
  samples: [{ atMs: 1000, positionMs: 5, state: 'playing', bandwidthKbps: 4000, speed: null, aheadMs: null }],
  viewing: [],
  watchers: [],
});

export const aChart = (): Chart => ({
  kind: 'grid',
  chart: 'hours',
  unit: 'plays',
  axis: 'hour',
  step: null,
  zone: 'Europe/Berlin',
  fromMs: null,
  toMs: null,
  buckets: [{ key: '20', label: null, fromMs: null, toMs: null, filter: { hour: 20, zone: 'Europe/Berlin' } }],
  series: [{ key: 'plays', label: null, filter: {}, values: [3] }],
  total: { plays: 3, watchedMs: 5000 },
  gaps: [],
});

export const aHome = (): Home => ({ fromMs: null, toMs: null, cards: [{ card: 'users', lines: [] }] });

/** A history that holds one play. */
export const aHistory = (
  change: Partial<HistoryRoom & ChartsRoom & PeopleRoom> = {},
): HistoryRoom & ChartsRoom & PeopleRoom => ({
  plays: async () => aPlayPage(aPlayLine()),
  facets: async () => [{ value: 'ada', label: 'Ada', plays: 2 }],
  play: async (id) => (id === 's1' ? aPlayLine() : null),
  detail: async (id) => (id === 's1' ? aPlayDetail() : null),
  remove: async (ids) => ids.length,
  restore: async (ids) => ids.length,
  chart: async () => aChart(),
  home: async () => aHome(),
  ...somePeople,
  ...change,
});
