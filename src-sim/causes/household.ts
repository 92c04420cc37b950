// What the same player played before: the evenings of a household, by which its player can be known.
import type { Prng } from '../prng.ts';
import { qualityChoices, type Situation } from './decide.ts';
import { drawFile, drawTrack, type File } from './film.ts';
import type { Draft } from './provoke.ts';

/** How many earlier plays a history holds. A quarter of the players are new; nobody publishes the true shares. */
const PLAYS = [0, 0, 1, 2, 4, 8, 16, 32] as const;

/** The episode before: made by the same people in the same way. */
const before = (file: File, prng: Prng): File => ({
  ...file,
  analysed: true,
  picture: file.picture && { ...file.picture, kbps: Math.round(file.picture.kbps * (0.8 + prng.next() * 0.4)) },
});

const drawPlace = (place: Situation['place'], prng: Prng): Situation['place'] =>
  prng.chance(0.8) ? place : prng.pick<Situation['place']>(['lan', 'lan', 'wan', 'relay']);

/** Players keep one quality for home and one for elsewhere; people change them now and then. */
const drawQuality = (now: Situation, place: Situation['place'], isTrack: boolean, prng: Prng): number | null => {
  const isSame = (now.place === 'lan') === (place === 'lan');
  if (isSame && prng.chance(0.9)) return now.qualityKbps;
  const chooses = prng.chance(place === 'lan' ? 0.08 : 0.3);
  return chooses ? (isTrack ? prng.pick([128, 192, 320]) : prng.pick(qualityChoices)) : null;
};

const drawBefore = ({ files, played, ability, situation }: Draft, prng: Prng): Draft => {
  const now = files[played] ?? files[0];
  const isTrack = now?.picture === null;
  const isSeries = now !== undefined && prng.chance(0.4);
  const file = isSeries ? before(now, prng) : isTrack ? drawTrack(prng) : drawFile(prng);
  const place = drawPlace(situation.place, prng);
  const hasCaption = file.captions.length > 0 && prng.chance(situation.captionIndex === null ? 0.15 : 0.7);
  return {
    files: [file],
    played: 0,
    ability,
    situation: {
      ...situation,
      place,
      qualityKbps: drawQuality(situation, place, isTrack, prng),
      captionIndex: hasCaption ? prng.int(0, file.captions.length - 1) : null,
      soundIndex: file.sounds.length > 1 && prng.chance(0.25) ? 1 : 0,
      live: false,
    },
  };
};

/** The newest first. */
export const drawPast = (draft: Draft, prng: Prng): Draft[] =>
  Array.from({ length: prng.pick(PLAYS) }, () => drawBefore(draft, prng));
