// What the earlier plays of a player show: what it took as it is, what it refused, and to what it was cut down.
import { type Habit } from '../../src-contract/habit.ts';
import { type Player } from '../../src-contract/session.ts';
import { bitratesOf, explainLimit } from './explain-limit.ts';
import { lostSoundDoubts } from './explain-sound.ts';
import { type Subject } from './explain-subject.ts';
import { lostDoubts } from './explain-video.ts';
import { KNOWN_NOTHING, toRefusal, type Known, type Refusal } from './player-known.ts';
import { heightOf, isMadeSmaller } from './picture-size.ts';
import { loreOf, type Lore } from './player-lore.ts';

type Past = Habit & { player: Player };

const toSubject = ({ stream, network, player }: Past, lore: Lore, known: Known): Subject => ({
  stream,
  network,
  player,
  lore,
  known,
  versions: [],
  limits: null,
  live: false,
});

const isHome = ({ network }: Habit): boolean => network.location === 'lan';

/** What came as it is the player took, and what was made for it, too. */
const takenOf = (habits: readonly Habit[]): Pick<Known, 'pictures' | 'sounds' | 'containers'> => ({
  pictures: habits.flatMap(({ stream: { video } }) => video?.delivered ?? []),
  sounds: habits.flatMap(({ stream: { audio } }) => audio?.delivered ?? []),
  containers: habits.flatMap(({ stream: { decision, container } }) =>
    decision === 'direct-play' ? ((container.source ?? container.delivered)?.container ?? []) : [],
  ),
});

const boundsOf = (subjects: readonly Subject[]): Pick<Known, 'sent' | 'cuts'> => {
  const of = (isThere: (subject: Subject) => boolean) => subjects.filter(isThere);
  const sent = (there: readonly Subject[]) =>
    there.flatMap((subject) => {
      const { from, to } = bitratesOf(subject);
      return from === null || to === null ? [] : [{ from, to }];
    });
  const cuts = (there: readonly Subject[]) =>
    there.flatMap((subject) => {
      const limit = explainLimit(subject);
      return limit?.code === 'quality-setting' ? (limit.limitKbps ?? []) : [];
    });
  const [home, away] = [of(isHome), of((subject) => !isHome(subject))];
  return { sent: { home: sent(home), away: sent(away) }, cuts: { home: cuts(home), away: cuts(away) } };
};

/** So many plays tell a screen from chance. */
const ENOUGH = 3;

/**
 * A setting sends nearly the same bit rate each time; a screen sends what the file needs, at the same size.
 * Where large files came small in bit rates that differ much, it is the player that shows no more.
 */
const maxHeightOf = (habits: readonly Habit[]): number | null => {
  // Elsewhere limits and the line change what comes.
  const pictures = habits
    .filter(isHome)
    .flatMap(({ stream: { video, container } }) =>
      video?.source && video.delivered ? [{ ...video, kbps: container.delivered?.bitrateKbps ?? 0 }] : [],
    );
  const tallest = Math.max(0, ...pictures.map(({ delivered }) => heightOf(delivered) ?? 0));
  const cut = pictures.filter(({ source, delivered }) => isMadeSmaller({ source, delivered }));
  const full = cut.filter(({ delivered }) => heightOf(delivered) === tallest).map(({ kbps }) => kbps);
  return full.length >= ENOUGH && Math.max(...full) > Math.min(...full) * 1.6 ? tallest : null;
};

const refusalsOf = (subject: Subject): Refusal[] => {
  const { video, audio, subtitle } = subject.stream;
  // Under a limit there was another reason.
  if (explainLimit(subject) !== null) return [];
  const picture =
    video?.decision === 'transcode' && !subtitle?.burned && video.source && video.delivered
      ? toRefusal(video.source, lostDoubts(video.source, video.delivered, subject))
      : null;
  const sound =
    audio?.decision === 'transcode' && audio.source && audio.delivered
      ? toRefusal(audio.source, lostSoundDoubts(audio.source, audio.delivered, subject))
      : null;
  return [picture, sound].filter((refusal) => refusal !== null);
};

/** What one refusal tells may leave only one explanation for another. */
const ROUNDS = 2;

/** Pure: the same plays teach the same. */
export const learn = (player: Player, habits: readonly Habit[]): Known => {
  if (habits.length === 0) return KNOWN_NOTHING;
  const lore = loreOf(player);
  const past = habits.map((habit) => ({ ...habit, player }));
  let known: Known = { ...KNOWN_NOTHING, ...takenOf(habits), maxHeight: maxHeightOf(habits) };
  known = { ...known, ...boundsOf(past.map((one) => toSubject(one, lore, known))) };
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = past.flatMap((one) => refusalsOf(toSubject(one, lore, known)));
    known = { ...known, refused: [...known.refused, ...found] };
  }
  return known;
};
