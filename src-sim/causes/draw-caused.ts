// A play with a wanted cause, in a given house: drawn by chance until Plex would decide so.
import type { Prng } from '../prng.ts';
import { drawAbility } from './ability.ts';
import { decide, qualityChoices, type Decided, type Situation } from './decide.ts';
import { drawFile, drawTrack, type File } from './film.ts';
import { provocations, type Draft } from './provoke.ts';

/** What the owner of the server has, for everybody who watches. */
export type House = { plexPass: boolean; remoteKbps: number | null };

export type Caused = { draft: Draft; played: File; decided: Decided };

/** No cause at all: it plays directly. */
export const noCause = 'none';

const MOST_TRIES = 4000;

const drawSituation = (file: File, prng: Prng): Situation => ({
  place: prng.pick(['lan', 'lan', 'wan', 'relay']),
  plexPass: true,
  qualityKbps: prng.chance(0.15) ? prng.pick(qualityChoices) : null,
  remoteKbps: null,
  captionIndex: prng.chance(0.35) && file.captions.length > 0 ? prng.int(0, file.captions.length - 1) : null,
  soundIndex: file.sounds.length > 1 && prng.chance(0.25) ? 1 : 0,
  directPlay: true,
  directStream: true,
  live: false,
});

const drawOne = ({ plexPass, remoteKbps }: House, prng: Prng): Caused => {
  const file = prng.chance(0.06) ? drawTrack(prng) : drawFile(prng);
  const draft: Draft = { files: [file], played: 0, ability: drawAbility(prng), situation: drawSituation(file, prng) };
  if (prng.chance(0.6)) prng.pick(provocations)(draft, prng);
  draft.situation = { ...draft.situation, plexPass, remoteKbps };
  const played = draft.files[draft.played] ?? file;
  return { draft, played, decided: decide(played, draft.ability, draft.situation, prng) };
};

/** `alone`: for no other cause. Null where this house cannot bring it about: without a limit nobody is limited. */
export const drawCaused = (cause: string, alone: boolean, house: House, prng: Prng): Caused | null => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const caused = drawOne(house, prng);
    const { causes } = caused.decided;
    const isWanted = cause === noCause ? causes.length === 0 : causes.includes(cause);
    if (isWanted && (!alone || causes.length <= 1)) return caused;
  }
  return null;
};
