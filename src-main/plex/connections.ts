// Which way to a server is used: chosen among what plex.tv knows, chosen again when it fails or a better one may be there.
import type { Candidate } from '../../src-contract/servers.ts';
import { type Clock } from '../lib/clock.ts';
import { type Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { withinTime } from '../lib/within-time.ts';
import { chooseWay } from './choose-way.ts';
import type { PlexError } from './errors.ts';
import { type Fare, type Probe } from './probe.ts';
import { describeChoice, rankOf, type Way, type Ways } from './ways.ts';

/** A better way than the one in use is looked for this often; away from the relay sooner. */
const UPGRADE_MS = 5 * 60_000;
const OFF_RELAY_MS = 60_000;
/** plex.tv is given so long before what it said last counts. */
const PLEX_TV_MS = 5000;

export type Connections = {
  current: () => { way: Way; why: string };
  /** What the most telling way answered when none would do at the last look; null when there is no more to say. */
  trouble: () => string | null;
  view: () => { triedAtMs: number | null; candidates: Candidate[] };
  /** Tries all ways. At most one look at a time: who asks meanwhile gets its outcome. Never rejects. */
  look: () => Promise<void>;
  /** The owner has given another address. */
  give: (way: Way) => void;
  close: () => void;
};

type Options = {
  first: Way;
  /** Null until the server has said who it is. */
  id: () => string | null;
  known: Ways;
  /** What plex.tv says now; null where there is no account to ask for. */
  askPlexTv: (() => Promise<Ways | null>) | null;
  trustedCertificate: () => string | null;
  probe: Probe;
  clock: Clock;
  onChange: (way: Way) => void;
  /** Told after each look in which no way would do. */
  onNoWay: () => void;
  log: Log;
};

const describeFare = ({ kind }: PlexError): string => {
  switch (kind) {
    case 'timeout':
      return 'No answer in time.';
    case 'certificate':
      return 'Nobody vouches for its certificate.';
    case 'certificate-changed':
      return 'Its certificate is not the one you accepted.';
    case 'not-found':
      return 'Another server answers there.';
    case 'bad-answer':
      return 'What answers there is no Plex Media Server.';
    case 'rate-limited':
      return 'It limits how often it may be asked (429).';
    case 'server-error':
    case 'unauthorized':
    case 'forbidden':
      return 'It answers with an error.';
    case 'unreachable':
    case 'breaker-open':
      return 'No connection can be made.';
  }
};

/** Whoever answers tells more than who is silent, and who is silent more than who is not there. */
const telling: readonly PlexError['kind'][] = [
  'rate-limited',
  'certificate-changed',
  'certificate',
  'not-found',
  'server-error',
  'unauthorized',
  'forbidden',
  'bad-answer',
  'timeout',
];

export const createConnections = (options: Options): Connections => {
  const { id, askPlexTv, trustedCertificate, probe, clock, onChange, onNoWay, log } = options;
  let known = options.known;
  let current = options.first;
  let triedAtMs: number | null = null;
  const fares = new Map<string, Fare>();
  let looking: Promise<void> | null = null;
  let closed = false;
  let disarm = () => {};

  /** What plex.tv names, and what worked last in case it names nothing that answers. */
  const all = (): Way[] => {
    const isNamed = [...known.ways, ...known.leftOut.map(({ way }) => way)].some(({ uri }) => uri === current.uri);
    const kept: Way = known.ways.length > 0 ? { ...current, from: 'last-good' } : current;
    return isNamed ? known.ways : [...known.ways, kept];
  };

  const learn = async () => {
    if (!askPlexTv) return;
    try {
      known = (await withinTime(askPlexTv(), PLEX_TV_MS, clock)) ?? known;
    } catch (error) {
      // Expected: plex.tv is down, or we are offline. What it said last still counts.
      log.debug('plex.tv did not say how the server is reached', { reason: toError(error).message });
    }
  };

  const lookOnce = async () => {
    await learn();
    const serverId = id();
    if (closed || serverId === null) return;
    triedAtMs = clock.nowMs();
    const ways = all();
    const named = ways.filter(({ from }) => from !== 'last-good');
    const onFare = (way: Way, fare: Fare) => void fares.set(way.uri, fare);
    fares.clear();
    const means = { id: serverId, trustedCertificate: trustedCertificate(), probe, clock, onFare };
    const chosen =
      (await chooseWay({ ways: named, ...means })) ??
      (await chooseWay({ ways: ways.filter((way) => !named.includes(way)), ...means }));
    if (closed) return;
    if (!chosen) return onNoWay();
    const before = current;
    current = chosen;
    if (before.uri !== chosen.uri || before.from !== chosen.from) onChange(chosen);
  };

  const arm = () => {
    disarm();
    const isBest = all().every((way) => rankOf(way) >= rankOf(current));
    if (!closed && !isBest) disarm = clock.after(current.relay ? OFF_RELAY_MS : UPGRADE_MS, () => void look());
  };

  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = null;
      arm();
    });
    return looking;
  };

  const toOutcome = (way: Way): Candidate['outcome'] => {
    const fare = fares.get(way.uri);
    if (fare?.kind === 'answered') return { kind: 'answered', latencyMs: fare.latencyMs };
    if (fare) return { kind: 'failed', why: describeFare(fare.error) };
    if (triedAtMs === null) return { kind: 'not-tried', why: 'It is used as it was given, or worked last.' };
    return { kind: 'not-tried', why: 'It had not answered yet when a better one did.' };
  };

  arm();
  return {
    current: () => ({ way: current, why: describeChoice(current, known.ways) }),
    trouble: () => {
      const errors = [...fares.values()].map((fare) => (fare.kind === 'failed' ? fare.error : null));
      if (errors.includes(null)) return null;
      const [worst] = telling.flatMap((kind) => errors.filter((error) => error?.kind === kind));
      return worst ? describeFare(worst) : null;
    },
    view: () => ({
      triedAtMs,
      candidates: [
        ...all().map((way) => ({ ...way, outcome: toOutcome(way), chosen: way.uri === current.uri })),
        ...known.leftOut.map(({ way, why }): Candidate => ({
          ...way,
          outcome: { kind: 'not-tried', why },
          chosen: false,
        })),
      ],
    }),
    look,
    give: (way) => {
      current = way;
      known = { ways: [], leftOut: [] };
      onChange(way);
    },
    close: () => {
      closed = true;
      disarm();
    },
  };
};
