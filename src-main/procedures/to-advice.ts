// From the conversions of a month to advice: reasons ranked, who and what they concern, and what each remedy would save.
import type { Play } from '../../src-contract/play.ts';
import { reasonCodeSchema, type Reason, type ReasonCode } from '../../src-contract/reason.ts';
import { describeRemedy, describeSaving } from '../../src-contract/text/advice.ts';
import { reasonWords } from '../../src-contract/text/reasons.ts';
import { codecName } from '../../src-contract/text/words-media.ts';
import type { AdvisedReason, Mention } from '../../src-contract/transcodes.ts';
import type { StoredTranscode, Taken } from '../history/transcodes.ts';
import type { Explainable } from '../watch/explain-subject.ts';
import { explain } from '../watch/explain.ts';
import { lift, type Took } from '../watch/lift.ts';

const MOST_MENTIONS = 20;

/** A stored play as the explainer wants it; null where the origin does not say how it was delivered. */
const toExplainable = ({ play, evidence }: Pick<StoredTranscode, 'play' | 'evidence'>): Explainable | null =>
  play.stream === null
    ? null
    : {
        stream: play.stream,
        player: play.player,
        network: play.network,
        versions: evidence?.versions ?? [],
        limits: evidence?.limits ?? null,
        live: play.item.live,
      };

/** As we understand it today; where today's rules know less than what was told then, that stays. */
export const explainAgain = (stored: Pick<StoredTranscode, 'play' | 'evidence'>): Reason[] => {
  const about = toExplainable(stored);
  const reasons = about === null ? [] : explain(about);
  const isKnown = reasons.some(({ code }) => code !== 'unknown');
  return isKnown || stored.play.reasons.length === 0 ? reasons : stored.play.reasons;
};

type Case = { stored: StoredTranscode; about: Explainable; reasons: Reason[] };

const playerKeyOf = ({ player }: Play): string => player.machineId ?? player.title;
const itemIdOf = ({ item }: Play): string => item.guid ?? item.ratingKey ?? item.title;
const itemNameOf = ({ item }: Play): string =>
  item.grandparentTitle === null ? item.title : `${item.grandparentTitle}: ${item.title}`;

const toMentions = (cases: readonly Case[], toMention: (play: Play) => { id: string; name: string }): Mention[] => {
  const mentions = new Map<string, Mention>();
  for (const { stored } of cases) {
    const { id, name } = toMention(stored.play);
    mentions.set(id, { id, name, streams: (mentions.get(id)?.streams ?? 0) + 1 });
  }
  return [...mentions.values()].toSorted((one, other) => other.streams - one.streams);
};

/** The most frequent first. */
const mostOf = (words: readonly (string | null | undefined)[]): string[] => {
  const counts = new Map<string, number>();
  for (const word of words) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([word]) => word);
};

const sumOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

const measured = (values: readonly (number | null)[]): number | null =>
  values.every((value) => value === null) ? null : sumOf(values);

const codecsOf = (code: ReasonCode, cases: readonly Case[]): string[] =>
  mostOf(
    cases.map(({ about: { stream } }) => {
      const source = reasonWords[code].part === 'audio' ? stream.audio?.source : stream.video?.source;
      return codecName(source?.codec ?? null);
    }),
  );

/** The limit that most of them met, as their deliveries show it. */
const limitOf = (cases: readonly Case[]): number | null => {
  const known = cases.flatMap(({ about: { limits } }) => limits?.remoteStreamKbps ?? []);
  const seen = cases.flatMap(({ about: { stream } }) => stream.container.delivered?.bitrateKbps ?? []);
  return known[0] ?? (seen.length === 0 ? null : Math.max(...seen));
};

const toSaving = (
  code: ReasonCode,
  cases: readonly Case[],
  tookBy: ReadonlyMap<string, Took>,
): AdvisedReason['saving'] => {
  const lifted = cases.map((one) => ({
    one,
    after: lift(one.about, one.reasons, code, tookBy.get(playerKeyOf(one.stored.play)) ?? new Set()),
  }));
  const direct = lifted.filter(({ after }) => after.decision === 'direct-play');
  const lighter = lifted.filter(
    ({ one, after }) =>
      after.decision !== 'direct-play' && one.about.stream.video?.decision === 'transcode' && !after.encodes,
  );
  const saved = [...direct, ...lighter].map(({ one }) => one.stored);
  const numbers = {
    directPlays: direct.length,
    lighter: lighter.length,
    playedMs: sumOf(saved.map(({ play }) => play.watchedMs)),
    processorMs: measured(saved.map(({ cost }) => cost?.processorMs ?? null)),
  };
  return { ...numbers, text: describeSaving({ ...numbers, streams: cases.length }) };
};

const toAdvised = (code: ReasonCode, cases: readonly Case[], tookBy: ReadonlyMap<string, Took>): AdvisedReason => {
  const items = toMentions(cases, (play) => ({ id: itemIdOf(play), name: itemNameOf(play) }));
  const players = toMentions(cases, (play) => ({
    id: playerKeyOf(play),
    name: play.player.product === null ? play.player.title : `${play.player.title} (${play.player.product})`,
  }));
  const users = toMentions(cases, ({ user }) => ({ id: user.id, name: user.name }));
  return {
    code,
    title: reasonWords[code].title,
    streams: cases.length,
    playedMs: sumOf(cases.map(({ stored }) => stored.play.watchedMs)),
    processorMs: measured(cases.map(({ stored }) => stored.cost?.processorMs ?? null)),
    remedy: describeRemedy(code, {
      streams: cases.length,
      items: items.length,
      players: players.length,
      users: users.length,
      languages: mostOf(
        cases.map(({ about: { stream } }) => (stream.subtitle?.source ?? stream.subtitle?.delivered)?.language),
      ),
      codecs: codecsOf(code, cases),
      limitKbps: limitOf(cases),
    }),
    items: items.slice(0, MOST_MENTIONS),
    players: players.slice(0, MOST_MENTIONS),
    users: users.slice(0, MOST_MENTIONS),
    saving: toSaving(code, cases, tookBy),
  };
};

/** By processor where it was measured, else by hours. */
const byWeight = (one: AdvisedReason, other: AdvisedReason): number =>
  (other.processorMs ?? 0) - (one.processorMs ?? 0) || other.playedMs - one.playedMs || other.streams - one.streams;

/** Pure: the same plays give the same advice. */
export const toAdvisedReasons = (stored: readonly StoredTranscode[], taken: readonly Taken[]): AdvisedReason[] => {
  const tookBy = new Map<string, Set<string>>();
  for (const { playerKey, what } of taken) tookBy.set(playerKey, (tookBy.get(playerKey) ?? new Set()).add(what));
  const cases = stored.flatMap((one): Case[] => {
    const about = toExplainable(one);
    return about === null ? [] : [{ stored: one, about, reasons: explainAgain(one) }];
  });
  return reasonCodeSchema.options
    .map((code) => ({ code, of: cases.filter(({ reasons }) => reasons.some((reason) => reason.code === code)) }))
    .filter(({ code, of }) => of.length > 0 && code !== 'optimized-version')
    .map(({ code, of }) => toAdvised(code, of, tookBy))
    .toSorted(byWeight);
};
