// The same evening once more, with one thing put right: what would the server have done then?
import type { Ability } from './ability.ts';
import type { Caption, File, Picture, Sound } from './film.ts';
import type { Draft } from './provoke.ts';

const withFile =
  (change: (file: File, draft: Draft) => Partial<File>) =>
  (draft: Draft): Draft => ({
    ...draft,
    files: draft.files.map((file, at) => (at === draft.played ? { ...file, ...change(file, draft) } : file)),
  });

const withPicture = (change: (picture: Picture) => Partial<Picture>) =>
  withFile(({ picture }) => ({ picture: picture && { ...picture, ...change(picture) } }));

/** The track that is heard. */
const withSound = (change: (sound: Sound, ability: Ability) => Partial<Sound>) =>
  withFile(({ sounds }, { ability, situation }) => ({
    sounds: sounds.map((sound, at) => (at === situation.soundIndex ? { ...sound, ...change(sound, ability) } : sound)),
  }));

const srt: Partial<Caption> = { codec: 'srt', picture: false, external: true };
const withText = withFile(({ captions }, { situation }) => ({
  captions: captions.map((caption, at) => (at === situation.captionIndex ? { ...caption, ...srt } : caption)),
}));

const withSituation =
  (change: Partial<Draft['situation']>) =>
  (draft: Draft): Draft => ({
    ...draft,
    situation: { ...draft.situation, ...change },
  });

const within = ({ width, height }: Picture, lines: number) => {
  const scale = Math.min(1, lines / Math.max(height, (width * 9) / 16));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
};

/** What the owner was told to do, done. Nothing can be done about live TV or a version that is optimised already. */
export const remedies: Readonly<Record<string, (draft: Draft) => Draft>> = {
  // Then the players come from outside, where other limits are.
  'relay-limit': withSituation({ place: 'wan' }),
  'remote-limit': withSituation({ remoteKbps: null }),
  'quality-setting': withSituation({ qualityKbps: null }),
  forced: withSituation({ directPlay: true, directStream: true }),
  'picture-subtitle-burned': withText,
  'subtitle-format': withText,
  'text-subtitle-burned': (draft) => ({ ...draft, ability: { ...draft.ability, burnsTexts: false } }),
  'not-analysed': withFile(() => ({ analysed: true })),
  container: withFile(() => ({ container: 'mp4' })),
  'audio-track': withSituation({ soundIndex: 0 }),
  'audio-codec': withSound(({ kbps }) => ({ codec: 'aac', channels: 2, hertz: 48_000, kbps: Math.min(kbps, 192) })),
  'audio-channels': withSound(() => ({ channels: 2 })),
  'audio-sample-rate': withSound(() => ({ hertz: 48_000 })),
  'audio-bitrate': withSound(({ codec, kbps }, { soundKbps }) => ({ kbps: soundKbps[codec] ?? kbps })),
  'video-codec': withPicture((picture) => ({
    codec: 'h264',
    profile: 'high',
    level: 40,
    bits: 8,
    range: 'sdr',
    interlaced: false,
    anamorphic: false,
    references: 4,
    ...within(picture, 1080),
  })),
  'dynamic-range': withPicture(() => ({ range: 'sdr' })),
  'video-bit-depth': withPicture(() => ({ bits: 8, profile: 'high' })),
  'video-profile': withPicture(() => ({ profile: 'high' })),
  'video-resolution': withPicture((picture) => ({
    ...within(picture, 1080),
    level: Math.min(picture.level, picture.codec === 'hevc' ? 123 : 41),
  })),
  'video-frame-rate': withPicture(({ fps }) => ({ fps: fps > 30 ? fps / 2 : fps })),
  'video-interlaced': withPicture(() => ({ interlaced: false })),
  'video-anamorphic': withPicture(() => ({ anamorphic: false })),
  'video-reference-frames': withPicture(() => ({ references: 4 })),
  'video-level': withPicture(({ codec, level }) => ({ level: Math.min(level, codec === 'hevc' ? 123 : 41) })),
};
