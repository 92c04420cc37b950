// Thousands of sessions, each with what the server answers about it and the true causes, which only a judge may see.
import { createPrng, type Prng } from '../prng.ts';
import { drawAbility } from './ability.ts';
import { libraryAnswer, sessionAnswer, settingsAnswer } from './answers.ts';
import { decide, qualityChoices, type Decided, type Sent, type Situation } from './decide.ts';
import { drawFile, drawTrack, type File } from './film.ts';
import { drawPast } from './household.ts';
import { provocations, type Draft } from './provoke.ts';
import { remedies } from './remedy.ts';

/** What the server answers about a play. */
export type Heard = {
  session: unknown;
  library: unknown;
  /** Null where the server does not tell its settings. */
  settings: unknown;
};

export type Case = Heard & {
  /** What the same player played before, the newest first: what a history would hold. */
  past: Heard[];
  /** Nothing for a direct play. */
  causes: string[];
  /** What the remedy of each cause would have made of it, where the simulated server can be asked again without it. */
  without: Record<string, Outcome>;
};

/** `lighter`: the picture is not encoded any more, but something is still done. */
export type Outcome = 'direct' | 'lighter' | 'same';

const draw = (prng: Prng): Draft => {
  const place = prng.pick<Situation['place']>(['lan', 'lan', 'lan', 'wan', 'wan', 'relay']);
  const isTrack = prng.chance(0.06);
  const file = isTrack ? drawTrack(prng) : drawFile(prng);
  const ability = drawAbility(prng);
  const hasText = prng.chance(0.35) && file.captions.length > 0;
  const chooses = prng.chance(place === 'lan' ? 0.08 : 0.3);
  return {
    files: [file],
    played: 0,
    ability,
    situation: {
      place,
      plexPass: prng.chance(0.6),
      qualityKbps: chooses ? (isTrack ? prng.pick([128, 192, 320]) : prng.pick(qualityChoices)) : null,
      remoteKbps: prng.chance(0.3) ? prng.pick([2000, 3000, 4000, 8000, 10_000, 12_000, 20_000]) : null,
      captionIndex: hasText ? prng.int(0, file.captions.length - 1) : null,
      soundIndex: file.sounds.length > 1 && prng.chance(0.25) ? 1 : 0,
      directPlay: !prng.chance(0.02),
      directStream: !prng.chance(0.01),
      live: false,
    },
  };
};

const toOutcome = (before: Sent, after: Sent): Outcome => {
  if (after.protocol === null) return 'direct';
  return before.picture?.how === 'transcode' && after.picture?.how !== 'transcode' ? 'lighter' : 'same';
};

const playedOf = ({ files, played }: Draft): File => {
  const file = files[played] ?? files[0];
  if (file === undefined) throw new Error('nothing to play');
  return file;
};

const decideDraft = (draft: Draft, prng: Prng): Decided =>
  decide(playedOf(draft), draft.ability, draft.situation, prng);

const decideWithout = (draft: Draft, { sent, causes }: Decided, prng: Prng): Case['without'] =>
  Object.fromEntries(
    causes.flatMap((cause) => {
      const remedy = remedies[cause];
      return remedy === undefined ? [] : [[cause, toOutcome(sent, decideDraft(remedy(draft), prng).sent)]];
    }),
  );

const toHeard = (draft: Draft, { sent }: Decided, tellsSettings: boolean): Heard => {
  const { files, ability, situation } = draft;
  return {
    session: sessionAnswer(sent, files.indexOf(playedOf(draft)), ability, situation),
    library: situation.live ? null : libraryAnswer(files),
    settings: tellsSettings ? settingsAnswer(situation) : null,
  };
};

const toCase = (prng: Prng, index: number): Case => {
  const draft = draw(prng);
  const provoke = prng.chance(0.55) ? provocations[index % provocations.length] : undefined;
  provoke?.(draft, prng);
  const decided = decideDraft(draft, prng);
  const tellsSettings = prng.chance(0.85);
  const past = prng.fork('past');
  return {
    ...toHeard(draft, decided, tellsSettings),
    causes: decided.causes,
    without: decideWithout(draft, decided, prng.fork('without')),
    past: drawPast(draft, past).map((before) => toHeard(before, decideDraft(before, past), tellsSettings)),
  };
};

/** The same seed gives the same sessions. */
export const generateCases = (count: number, seed: number): Case[] =>
  Array.from({ length: count }, (_, index) => toCase(createPrng(seed).fork(`case ${index}`), index));
