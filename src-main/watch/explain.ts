// Why a stream is not a direct play, from what the file is and what is delivered. What they do not show is `unknown`,
// never a guess. Every rule has its source in docs/why-transcode.md.
import { reasonCodeSchema, type Reason } from '../../src-contract/reason.ts';
import { describeReason } from '../../src-contract/text/describe-reason.ts';
import { explainLimit } from './explain-limit.ts';
import { explainSound } from './explain-sound.ts';
import { certain, likely, type Explainable, type Finding, type Subject } from './explain-subject.ts';
import { explainVideo } from './explain-video.ts';
import { takesContainer } from './player-known.ts';
import { loreOf } from './player-lore.ts';

/** Burned in means drawn into every picture, so the picture must be encoded again. */
const explainBurned = ({ stream: { subtitle } }: Subject): Finding | null => {
  if (!subtitle?.burned) return null;
  const format = (subtitle.source ?? subtitle.delivered)?.format ?? null;
  if (format === null) return { code: 'unknown', confidence: 'unknown' };
  return certain(format === 'picture' ? 'picture-subtitle-burned' : 'text-subtitle-burned');
};

/** Which track is heard, if not the one that a player finds first. */
const isOtherTrack = ({ stream: { audio }, versions }: Subject): boolean => {
  const own = audio?.source ?? null;
  const tracks = versions.find((version) => version.audio.some((track) => isSame(track, own)))?.audio ?? [];
  if (own === null || tracks.length < 2) return false;
  return !isSame(tracks.find(({ isDefault }) => isDefault) ?? tracks[0] ?? null, own);
};

function isSame(track: { streamId?: string | null } | null, own: object | null): boolean {
  if (track === null || own === null) return false;
  if ('streamId' in own && 'streamId' in track) return own.streamId === track.streamId;
  const { codec, language, channels, title } = { codec: null, language: null, channels: null, title: null, ...track };
  const other = { codec: null, language: null, channels: null, title: null, ...own };
  return codec === other.codec && language === other.language && channels === other.channels && title === other.title;
}

/** Picture and sound are untouched: only how they are wrapped, or a text beside them, can be the reason. */
const explainWrapping = (subject: Subject): Finding | null => {
  const { stream, lore, known } = subject;
  const { container, subtitle } = stream;
  const subtitleChanged =
    subtitle !== null &&
    !subtitle.burned &&
    subtitle.decision === 'transcode' &&
    subtitle.source?.codec !== subtitle.delivered?.codec;
  if (stream.decision !== 'copy') return null;
  const [from, to] = [container.source?.container ?? null, container.delivered?.container ?? null];
  const takes = from === null ? null : takesContainer(from, lore, known);
  if (subtitleChanged && takes !== false) return likely('subtitle-format');
  if (container.decision === 'direct-play') return null;
  if (from === null || to === null) return { code: 'unknown', confidence: 'unknown' };
  if (isOtherTrack(subject) && takes !== false) return likely('audio-track');
  return from === to || takes === true ? likely('forced') : likely('container');
};

/** The played version is known by what it is packed in and its bit rate; where another is the same, nothing is said. */
const explainOptimized = ({
  stream: {
    container: { source },
  },
  versions,
}: Subject): Finding | null => {
  if (source === null) return null;
  const same = versions.filter(
    ({ container }) => container.container === source.container && container.bitrateKbps === source.bitrateKbps,
  );
  return same.length > 0 && same.every(({ optimized }) => optimized) ? certain('optimized-version') : null;
};

const findAll = (subject: Subject): Finding[] => {
  const { stream, live } = subject;
  const optimized = explainOptimized(subject);
  if (stream.decision === 'direct-play') return optimized ? [optimized] : [];
  const burned = explainBurned(subject);
  const limit = explainLimit(subject);
  // Nothing is known of a broadcast but that it is one; a sentence of its own says so.
  const inside = live
    ? [stream.decision === 'copy' ? certain('live-tv') : likely('live-tv')]
    : [...explainVideo(subject, limit), explainSound(subject, limit), explainWrapping(subject)];
  return [burned, limit, ...inside, optimized].filter((finding) => finding !== null);
};

const ORDER = reasonCodeSchema.options;

/** None for a direct play (but that an optimised version is played); at least one for everything else. */
export const explain = (about: Explainable): Reason[] => {
  const { stream, player, network } = about;
  const found = findAll({ ...about, lore: loreOf(player) });
  const known = found.filter(({ code }) => code !== 'unknown');
  const isExplained = known.length > 0 || stream.decision === 'direct-play';
  const told: Finding[] = isExplained ? known : [{ code: 'unknown', confidence: 'unknown' }];
  const remote = network.location !== 'lan';
  const otherLimit = remote && about.limits === null;
  const scene = { stream, player: player.product ?? (player.title || null), remote, otherLimit };
  return told
    .filter(({ code }, at) => told.findIndex((one) => one.code === code) === at)
    .toSorted((one, other) => ORDER.indexOf(one.code) - ORDER.indexOf(other.code))
    .map(({ code, confidence, limitKbps = null }) => describeReason(code, confidence, { ...scene, limitKbps }));
};
