// From the conversions of a month to advice: reasons ranked, who and what they concern, and what each remedy would save.
import type { Play } from '../../src-contract/play.ts';
import { reasonCodeSchema, type Reason, type ReasonCode } from '../../src-contract/reason.ts';
import { describeRemedy, describeSaving } from '../../src-contract/text/advice.ts';
import { reasonWords } from '../../src-contract/text/reasons.ts';
import { codecName } from '../../src-contract/text/words-media.ts';
import type { AdvisedReason, Mention } from '../../src-contract/transcodes.ts';
import type { StoredTranscode } from '../history/transcodes.ts';
import type { Explainable } from '../watch/explain-subject.ts';
import { explain } from '../watch/explain.ts';
import { lift } from '../watch/lift.ts';
import { KNOWN_NOTHING, type Known } from '../watch/player-known.ts';
import { playerKeyOf } from './known-players.ts';

const MOST_MENTIONS = 20;

/** A stored play as the explainer wants it; null where the origin does not say how it was delivered. */
const toExplainable = ({ play, evidence }: Explained, known: Known): Explainable | null =>
  play.stream === null
    ? null
    : {
        stream: play.stream,
        player: play.player,
        network: play.network,
        versions: evidence?.versions ?? [],
        limits: evidence?.limits ?? null,
        live: play.item.live,
        known,
      };

type Explained = Pick<StoredTranscode, 'play' | 'evidence'>;

const explainOr = (about: Explainable | null, { play }: Explained): Reason[] => {
  const reasons = about === null ? [] : explain(about);
  const isKnown = reasons.some(({ code }) => code !== 'unknown');
  return isKnown || play.reasons.length === 0 ? reasons : play.reasons;
};

/** As we understand it today; where today's rules know less than what was told then, that stays. */
export const explainAgain = (stored: Explained, known: Known = KNOWN_NOTHING): Reason[] =>
  explainOr(toExplainable(stored, known), stored);

const itemIdOf = ({ item }: Play): string => item.guid ?? item.ratingKey ?? item.title;
const itemNameOf = ({ item }: Play): string =>
  item.grandparentTitle === null ? item.title : `${item.grandparentTitle}: ${item.title}`;
const playerNameOf = ({ player }: Play): string =>
  player.product === null ? player.title : `${player.title} (${player.product})`;

/** A sum that stays unknown until something was measured. */
const plus = (sum: number | null, value: number | null | undefined): number | null =>
  typeof value === 'number' ? (sum ?? 0) + value : sum;

type Counts<Key> = Map<Key, number>;
const count = <Key>(counts: Counts<Key>, key: Key | null | undefined): void => {
  if (key !== null && key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
};
/** The most frequent first. */
const mostOf = <Key>(counts: Counts<Key>): Key[] =>
  [...counts].toSorted(([, one], [, other]) => other - one).map(([key]) => key);

type Mentions = Map<string, Mention>;
const mention = (mentions: Mentions, id: string, name: string): void => {
  mentions.set(id, { id, name, streams: (mentions.get(id)?.streams ?? 0) + 1 });
};
const byStreams = (mentions: Mentions): Mention[] =>
  [...mentions.values()].toSorted((one, other) => other.streams - one.streams);

/** All that is kept of the plays with one reason, however many they are. */
const emptyTally = () => ({
  streams: 0,
  playedMs: 0,
  processorMs: plus(null, null),
  items: new Map<string, Mention>(),
  players: new Map<string, Mention>(),
  users: new Map<string, Mention>(),
  types: new Map<Play['item']['type'], number>(),
  languages: new Map<string, number>(),
  codecs: new Map<string, number>(),
  limitsKbps: new Map<number, number>(),
  saved: { directPlays: 0, lighter: 0, playedMs: 0, processorMs: plus(null, null) },
});
type Tally = ReturnType<typeof emptyTally>;

const codecOf = (code: ReasonCode, { stream }: Explainable): string | null => {
  const source = reasonWords[code].part === 'audio' ? stream.audio?.source : stream.video?.source;
  return codecName(source?.codec ?? null);
};

/** The limit that is known to be in force, else the round number below which it was delivered. */
const limitOf = (code: ReasonCode, { limits, stream }: Explainable): number | null => {
  if (code === 'remote-limit' && limits?.remoteStreamKbps) return limits.remoteStreamKbps;
  const kbps = stream.container.delivered?.bitrateKbps ?? null;
  if (kbps === null) return null;
  return code === 'relay-limit' ? (kbps <= 1100 ? 1000 : 2000) : Math.ceil(kbps / 1000) * 1000;
};

const addSaving = (
  tally: Tally,
  { play, cost }: StoredTranscode,
  about: Explainable,
  reasons: Reason[],
  code: ReasonCode,
) => {
  const after = lift(about, reasons, code);
  const isDirect = after.decision === 'direct-play';
  const isLighter = !isDirect && about.stream.video?.decision === 'transcode' && !after.encodes;
  if (!isDirect && !isLighter) return;
  const { saved } = tally;
  tally.saved = {
    directPlays: saved.directPlays + (isDirect ? 1 : 0),
    lighter: saved.lighter + (isLighter ? 1 : 0),
    playedMs: saved.playedMs + (play.watchedMs ?? 0),
    processorMs: plus(saved.processorMs, cost?.processorMs),
  };
};

const add = (tally: Tally, stored: StoredTranscode, about: Explainable, reasons: Reason[], code: ReasonCode): void => {
  const { play, cost } = stored;
  tally.streams += 1;
  tally.playedMs += play.watchedMs ?? 0;
  tally.processorMs = plus(tally.processorMs, cost?.processorMs);
  mention(tally.items, itemIdOf(play), itemNameOf(play));
  mention(tally.players, playerKeyOf(play.player), playerNameOf(play));
  mention(tally.users, play.user.id, play.user.name);
  count(tally.types, play.item.type);
  const { subtitle } = about.stream;
  count(tally.languages, (subtitle?.source ?? subtitle?.delivered)?.language);
  count(tally.codecs, codecOf(code, about));
  count(tally.limitsKbps, limitOf(code, about));
  addSaving(tally, stored, about, reasons, code);
};

const toAdvised = (code: ReasonCode, tally: Tally): AdvisedReason => {
  const { streams, playedMs, processorMs, saved } = tally;
  const [items, players, users] = [byStreams(tally.items), byStreams(tally.players), byStreams(tally.users)];
  return {
    code,
    title: reasonWords[code].title,
    streams,
    playedMs,
    processorMs,
    remedy: describeRemedy(code, {
      streams,
      items: items.map(({ name }) => name),
      players: players.map(({ name }) => name),
      users: users.map(({ name }) => name),
      types: mostOf(tally.types),
      languages: mostOf(tally.languages),
      codecs: mostOf(tally.codecs),
      limitKbps: mostOf(tally.limitsKbps)[0] ?? null,
    }),
    items: items.slice(0, MOST_MENTIONS),
    players: players.slice(0, MOST_MENTIONS),
    users: users.slice(0, MOST_MENTIONS),
    saving: { ...saved, text: describeSaving({ ...saved, streams, code }) },
  };
};

/** By processor where it was measured, else by hours. */
const byWeight = (one: AdvisedReason, other: AdvisedReason): number =>
  (other.processorMs ?? 0) - (one.processorMs ?? 0) || other.playedMs - one.playedMs || other.streams - one.streams;

/** Takes one conversion after the other and keeps only sums, so that a month may be as long as it likes. */
export const createAdvice = () => {
  const tallies = new Map<ReasonCode, Tally>();
  return {
    add: (stored: StoredTranscode, known: Known): void => {
      const about = toExplainable(stored, known);
      if (about === null) return;
      const reasons = explainOr(about, stored);
      for (const { code } of reasons.filter((reason) => reason.code !== 'optimized-version')) {
        const tally = tallies.get(code) ?? emptyTally();
        tallies.set(code, tally);
        add(tally, stored, about, reasons, code);
      }
    },
    reasons: (): AdvisedReason[] =>
      reasonCodeSchema.options
        .flatMap((code) => {
          const tally = tallies.get(code);
          return tally ? [toAdvised(code, tally)] : [];
        })
        .toSorted(byWeight),
  };
};
