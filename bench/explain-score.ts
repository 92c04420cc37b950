// How often the explanations are right: the simulated server's causes against the reasons that are told.
import { parseSessions } from '../src-main/plex/to-session.ts';
import { parseLimits } from '../src-main/plex/to-load.ts';
import { parseSource } from '../src-main/plex/to-source.ts';
import { toStream } from '../src-main/watch/deliver.ts';
import type { Explainable } from '../src-main/watch/explain-subject.ts';
import { explain } from '../src-main/watch/explain.ts';
import { learn } from '../src-main/watch/learn.ts';
import { lift } from '../src-main/watch/lift.ts';
import type { Reason } from '../src-contract/reason.ts';
import { generateCases, type Case, type Heard } from '../src-sim/causes/generate.ts';

export type CauseScore = {
  cause: string;
  cases: number;
  told: number;
  right: number;
  precision: number;
  recall: number;
};

export type Score = {
  cases: number;
  causes: CauseScore[];
  /** Over all causes that occur, each with the same weight. `unknown` finds nothing. */
  precision: number;
  recall: number;
  /** Conversions for which nothing but `unknown` is told. */
  unknown: number;
  certain: number;
  certainWrong: number;
  wholly: number;
  /** Recall over all causes alike, by how many plays of the player the history held. */
  byPlays: { plays: number; recall: number }[];
};

const note = () => {};

/** As the core would read it. */
const readHeard = ({ session, library, settings }: Heard): Omit<Explainable, 'known'> => {
  const seen = parseSessions(session, note)?.[0];
  if (seen === undefined) throw new Error('this session cannot be read');
  const source = library === null ? null : parseSource(library, '42', note);
  const known = source === 'missing' ? null : source;
  return {
    stream: { ...toStream(seen, known), confirmed: true },
    player: seen.player,
    network: seen.network,
    versions: known?.versions ?? [],
    limits: settings === null ? null : parseLimits(settings, note),
    live: seen.item.live,
  };
};

/** With what the history of this server would know of the player. */
const readCase = (one: Case): Explainable => {
  const about = readHeard(one);
  return { ...about, known: learn(about.player, one.past.map(readHeard)) };
};

type Judged = { one: Case; about: Explainable; reasons: Reason[] };

const judge = (count: number, seed: number): Judged[] =>
  generateCases(count, seed).map((one) => {
    const about = readCase(one);
    return { one, about, reasons: explain(about) };
  });

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
const mean = (values: readonly number[]): number =>
  share(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );

const toScore = (cases: readonly Judged[]): Score => {
  const judged = cases.map(({ one, reasons }) => ({
    causes: new Set(one.causes),
    reasons,
    plays: one.past.length,
  }));
  const told = judged.flatMap(({ causes, reasons }) =>
    reasons
      .filter(({ code }) => code !== 'unknown')
      .map(({ code, confidence }) => ({ code, confidence, isRight: causes.has(code) })),
  );
  const names = [
    ...new Set([...judged.flatMap(({ causes }) => [...causes]), ...told.map(({ code }) => code)]),
  ].toSorted();
  const causes = names.map((cause) => {
    const cases = judged.filter((one) => one.causes.has(cause)).length;
    const ofCause = told.filter(({ code }) => code === cause);
    const right = ofCause.filter(({ isRight }) => isRight).length;
    return {
      cause,
      cases,
      told: ofCause.length,
      right,
      precision: share(right, ofCause.length),
      recall: share(right, cases),
    };
  });
  const recallOf = (some: typeof judged): number =>
    share(
      some.reduce((sum, one) => sum + one.reasons.filter(({ code }) => one.causes.has(code)).length, 0),
      some.reduce((sum, one) => sum + one.causes.size, 0),
    );
  const certain = told.filter(({ confidence }) => confidence === 'certain');
  return {
    cases: judged.length,
    causes,
    precision: mean(causes.map(({ precision }) => precision)),
    recall: mean(causes.filter(({ cases }) => cases > 0).map(({ recall }) => recall)),
    unknown: judged.filter(({ reasons }) => reasons.some(({ code }) => code === 'unknown')).length,
    certain: certain.length,
    byPlays: [...new Set(judged.map(({ plays }) => plays))]
      .toSorted((one, other) => one - other)
      .map((plays) => ({ plays, recall: recallOf(judged.filter((one) => one.plays === plays)) })),
    certainWrong: certain.filter(({ isRight }) => !isRight).length,
    wholly: judged.filter(
      ({ causes: truth, reasons }) => truth.size === reasons.length && reasons.every(({ code }) => truth.has(code)),
    ).length,
  };
};

export type SavingScore = { cause: string; cases: number; estimated: number; truly: number; wrong: number };

/** What remedies would save, as we estimate it and as the simulated server decides without the cause. */
const toSavings = (cases: readonly Judged[]): SavingScore[] => {
  const judged = cases.flatMap(({ one, about, reasons }) =>
    reasons.flatMap(({ code }) => {
      const truth = one.without[code];
      if (truth === undefined) return [];
      const lifted = lift(about, reasons, code);
      const isLighter = about.stream.video?.decision === 'transcode' && !lifted.encodes;
      return [{ cause: code, estimated: lifted.decision === 'direct-play' || isLighter, truly: truth !== 'same' }];
    }),
  );
  return [...new Set(judged.map(({ cause }) => cause))].toSorted().map((cause) => {
    const of = judged.filter((one) => one.cause === cause);
    return {
      cause,
      cases: of.length,
      estimated: of.filter(({ estimated }) => estimated).length,
      truly: of.filter(({ truly }) => truly).length,
      wrong: of.filter(({ estimated, truly }) => estimated && !truly).length,
    };
  });
};

export const scoreExplain = (count: number, seed: number): { score: Score; savings: SavingScore[] } => {
  const judged = judge(count, seed);
  return { score: toScore(judged), savings: toSavings(judged) };
};
