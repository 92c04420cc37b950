// Rare causes are helped to happen: what is drawn by chance would hardly ever be interlaced or squeezed.
import type { Prng } from '../prng.ts';
import { drawOddAbility, type Ability } from './ability.ts';
import type { Situation } from './decide.ts';
import { optimise, type File, type Picture } from './film.ts';

/** A play before it is decided. */
export type Draft = { files: File[]; played: number; ability: Ability; situation: Situation };

const withPicture = (draft: Draft, changes: Partial<Picture>, ability: Partial<Ability> = {}): void => {
  const file = draft.files[draft.played];
  if (!file?.picture) return;
  file.picture = { ...file.picture, ...changes };
  draft.ability = { ...draft.ability, ...ability };
};

const h264Only = (prng: Prng, changes: Partial<Ability['pictures'][string]>): Ability => {
  const odd = drawOddAbility(prng);
  const base = odd.pictures['h264'];
  if (base === undefined) return odd;
  const roomy = { ...base, height: 2160, level: 52, fps: 60, references: 16, interlaced: true, ...changes };
  return { ...odd, anamorphic: true, pictures: { ...odd.pictures, h264: roomy } };
};

/** Boxes and phones that decode 4K, on a screen without HDR: their apps ask the screen. */
const onPlainScreens: readonly Pick<Ability, 'product' | 'platform' | 'device'>[] = [
  { product: 'Plex for Roku', platform: 'Roku', device: 'Roku Express 4K' },
  { product: 'Plex for Android (Mobile)', platform: 'Android', device: 'SM-A515F' },
  { product: 'Plex for Xbox', platform: 'Xbox One', device: 'Xbox One S' },
];

/** H.264 beyond 1080p is its own provocation: recordings, anime and masters are 1080p. */
const hd = (prng: Prng) => ({
  width: 1920,
  height: 1080,
  references: 4,
  anamorphic: false,
  interlaced: false,
  kbps: prng.int(4000, 18_000),
});

/** Rare causes are helped to happen; what else is drawn stays. */
export const provocations: readonly ((draft: Draft, prng: Prng) => void)[] = [
  (draft, prng) => {
    draft.ability = h264Only(prng, { interlaced: false });
    const how = { codec: 'h264', profile: 'high', level: 40, bits: 8, range: 'sdr' } as const;
    withPicture(draft, { ...hd(prng), ...how, interlaced: true, fps: 25 });
  },
  (draft, prng) => {
    draft.ability = h264Only(prng, { fps: 30 });
    withPicture(draft, {
      ...hd(prng),
      codec: 'h264',
      profile: 'high',
      level: 42,
      bits: 8,
      range: 'sdr',
      fps: prng.pick([50, 59.94]),
    });
  },
  (draft, prng) => {
    draft.ability = { ...h264Only(prng, {}), anamorphic: false };
    withPicture(draft, {
      codec: 'h264',
      profile: 'main',
      level: 30,
      bits: 8,
      range: 'sdr',
      width: 720,
      height: 576,
      anamorphic: true,
      interlaced: false,
      kbps: prng.int(1500, 4000),
    });
  },
  (draft, prng) => {
    // More than four references of 1080p need level 5 (H.264, table A-1); many an encoder writes 4.1 all the same.
    const references = prng.pick([8, 12, 16]);
    const isHonest = prng.chance(0.5);
    draft.ability = h264Only(prng, { references: 4, level: isHonest ? 41 : 52 });
    withPicture(draft, {
      ...hd(prng),
      codec: 'h264',
      profile: 'high',
      level: isHonest ? (references > 13 ? 51 : 50) : 41,
      bits: 8,
      range: 'sdr',
      references,
    });
  },
  (draft, prng) => {
    draft.ability = h264Only(prng, { level: 41 });
    const how = { codec: 'h264', profile: 'high', bits: 8, range: 'sdr' } as const;
    withPicture(draft, { ...hd(prng), ...how, level: prng.pick([50, 51]) });
  },
  (draft, prng) => {
    const how = { codec: 'h264', profile: 'high 10', bits: 10, range: 'sdr' } as const;
    withPicture(draft, { ...hd(prng), ...how, level: 41 });
  },
  (draft, prng) => {
    draft.ability = h264Only(prng, {});
    const how = { codec: 'h264', profile: 'high 4:2:2', bits: 8, range: 'sdr' } as const;
    withPicture(draft, { ...hd(prng), ...how, level: 41 });
  },
  (draft, prng) => {
    draft.ability = h264Only(prng, { height: 1080 });
    withPicture(draft, {
      ...hd(prng),
      codec: 'h264',
      profile: 'high',
      level: 51,
      bits: 8,
      range: 'sdr',
      width: 3840,
      height: 2160,
      kbps: prng.int(18_000, 60_000),
    });
    draft.situation.qualityKbps = null;
  },
  (draft, prng) => {
    const base = drawOddAbility(prng);
    const hevc = {
      height: 2160,
      level: 153,
      bits: 10,
      ranges: ['sdr' as const],
      fps: 60,
      references: 16,
      interlaced: true,
      special: false,
    };
    draft.ability = { ...base, ...prng.pick(onPlainScreens), pictures: { ...base.pictures, hevc } };
    withPicture(draft, {
      codec: 'hevc',
      profile: 'main 10',
      level: 150,
      bits: 10,
      range: prng.pick(['hdr10', 'dolby-vision']),
      width: 3840,
      height: 2160,
      kbps: prng.int(15_000, 60_000),
    });
    draft.situation.qualityKbps = null;
  },
  (draft) => {
    draft.situation = { ...draft.situation, live: true, place: 'lan', captionIndex: null, qualityKbps: null };
  },
  (draft) => {
    const file = draft.files[0];
    if (file) file.analysed = false;
    draft.situation.qualityKbps = null;
    draft.situation.place = 'lan';
    draft.situation.captionIndex = null;
  },
  (draft, prng) => {
    draft.files.push(optimise(prng));
    draft.played = 1;
    draft.situation.captionIndex = null;
    draft.situation.soundIndex = 0;
  },
  (draft, prng) => {
    const file = draft.files[0];
    const sound = file?.sounds[0];
    if (!file || !sound) return;
    file.sounds = [{ ...sound, codec: 'aac', channels: 6, kbps: 384 }];
    draft.ability = { ...draft.ability, sounds: { ...draft.ability.sounds, aac: 2 } };
    draft.situation.soundIndex = 0;
    draft.situation.qualityKbps = prng.chance(0.9) ? null : 4000;
    draft.situation.place = 'lan';
  },
  (draft) => {
    const file = draft.files[0];
    const sound = file?.sounds[0];
    if (!file || !sound) return;
    file.sounds = [{ ...sound, codec: 'flac', channels: 2, kbps: 2900, hertz: 96_000 }];
    draft.ability = { ...draft.ability, sounds: { ...draft.ability.sounds, flac: 8 }, hertz: 48_000 };
    draft.situation.soundIndex = 0;
    draft.situation.place = 'lan';
    draft.situation.qualityKbps = null;
  },
  (draft) => {
    const file = draft.files[0];
    const sound = file?.sounds[0];
    if (!file || !sound || !file.picture) return;
    const first = { ...sound, codec: 'aac', channels: 2, kbps: 160 };
    file.sounds = [first, { ...first, language: 'Français' }];
    file.container = 'mp4';
    file.picture = {
      ...file.picture,
      codec: 'h264',
      profile: 'high',
      level: 40,
      bits: 8,
      range: 'sdr',
      interlaced: false,
      anamorphic: false,
      kbps: 3000,
      fps: 24,
    };
    draft.ability = { ...draft.ability, picksTracks: false };
    draft.situation = { ...draft.situation, soundIndex: 1, place: 'lan', qualityKbps: null, captionIndex: null };
  },
  (draft, prng) => {
    draft.situation.directPlay = false;
    draft.situation.directStream = prng.chance(0.5);
    draft.situation.place = 'lan';
    draft.situation.qualityKbps = null;
  },
  (draft) => {
    draft.situation.place = 'relay';
  },
  (draft, prng) => {
    draft.situation.place = 'wan';
    draft.situation.remoteKbps = prng.pick([2000, 4000, 8000]);
  },
  (draft, prng) => {
    const file = draft.files[0];
    if (!file) return;
    file.captions = [{ codec: prng.pick(['ass', 'mov_text']), picture: false, language: 'English', external: false }];
    draft.ability = { ...draft.ability, texts: ['srt'], burnsTexts: prng.chance(0.4) };
    draft.situation.captionIndex = 0;
  },
  (draft) => {
    const file = draft.files[0];
    if (file) file.captions = [{ codec: 'pgs', picture: true, language: 'Deutsch', external: false }];
    draft.ability = { ...draft.ability, drawsPictures: false };
    draft.situation.captionIndex = 0;
  },
  (draft, prng) => {
    // A ceiling for the bit rate of a codec, as client profiles have one; what is heard is above it.
    const file = draft.files[0];
    const sound = file?.sounds[0];
    if (!file || !sound) return;
    const codec = draft.ability.sounds['ac3'] === undefined ? 'aac' : prng.pick(['aac', 'ac3']);
    file.sounds = [{ ...sound, codec, channels: codec === 'aac' ? 2 : 6, kbps: codec === 'aac' ? 512 : 640 }];
    const most = codec === 'aac' ? 256 : 448;
    const { sounds } = draft.ability;
    draft.ability = {
      ...draft.ability,
      sounds: { ...sounds, [codec]: Math.max(sounds[codec] ?? 0, 6) },
      soundKbps: { [codec]: most },
      sound: { codec, channels: 6 },
    };
    draft.situation = { ...draft.situation, soundIndex: 0, qualityKbps: null, place: 'lan' };
  },
];
