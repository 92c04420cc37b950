// Thousands of sessions, each with what the server answers about it and the true causes, which only a judge may see.
import { createPrng, type Prng } from '../prng.ts';
import { drawAbility, drawOddAbility, type Ability } from './ability.ts';
import { libraryAnswer, sessionAnswer, settingsAnswer } from './answers.ts';
import { decide, qualityChoices, type Sent, type Situation } from './decide.ts';
import { drawFile, drawTrack, optimise, type File, type Picture } from './film.ts';

export type Case = {
  session: unknown;
  library: unknown;
  /** Null where the server does not tell its settings. */
  settings: unknown;
  /** Nothing for a direct play. */
  causes: string[];
  /** What the remedy of each cause would have made of it, where the simulated server can be asked again without it. */
  without: Record<string, Outcome>;
};

/** `lighter`: the picture is not encoded any more, but something is still done. */
export type Outcome = 'direct' | 'lighter' | 'same';

type Draft = { files: File[]; played: number; ability: Ability; situation: Situation };

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

/** Rare causes are helped to happen; what else is drawn stays. */
const provocations: readonly ((draft: Draft, prng: Prng) => void)[] = [
  (draft, prng) => {
    draft.ability = h264Only(prng, { interlaced: false });
    withPicture(draft, { codec: 'h264', profile: 'high', level: 40, bits: 8, range: 'sdr', interlaced: true, fps: 25 });
  },
  (draft, prng) => {
    draft.ability = h264Only(prng, { fps: 30 });
    withPicture(draft, {
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
      kbps: prng.int(1500, 4000),
    });
  },
  (draft, prng) => {
    draft.ability = h264Only(prng, { references: 4 });
    withPicture(draft, {
      codec: 'h264',
      profile: 'high',
      level: 41,
      bits: 8,
      range: 'sdr',
      references: prng.pick([8, 12, 16]),
    });
  },
  (draft, prng) => {
    draft.ability = h264Only(prng, { level: 41 });
    withPicture(draft, { codec: 'h264', profile: 'high', level: prng.pick([50, 51]), bits: 8, range: 'sdr' });
  },
  (draft) => withPicture(draft, { codec: 'h264', profile: 'high 10', level: 41, bits: 10, range: 'sdr' }),
  (draft, prng) => {
    draft.ability = h264Only(prng, {});
    withPicture(draft, { codec: 'h264', profile: 'high 4:2:2', level: 41, bits: 8, range: 'sdr' });
  },
  (draft, prng) => {
    draft.ability = h264Only(prng, { height: 1080 });
    withPicture(draft, {
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
    draft.ability = {
      ...base,
      product: prng.pick(['Plex for Samsung', 'Plex for Roku', 'Plex for Android']),
      pictures: { ...base.pictures, hevc },
    };
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
];

/** The same house with one remedy applied. */
const remedied: Readonly<Record<string, (draft: Draft) => Draft>> = {
  'relay-limit': (draft) => ({ ...draft, situation: { ...draft.situation, place: 'lan' } }),
  'remote-limit': (draft) => ({ ...draft, situation: { ...draft.situation, remoteKbps: null } }),
  'quality-setting': (draft) => ({ ...draft, situation: { ...draft.situation, qualityKbps: null } }),
  'picture-subtitle-burned': (draft) => ({ ...draft, situation: { ...draft.situation, captionIndex: null } }),
  'text-subtitle-burned': (draft) => ({ ...draft, situation: { ...draft.situation, captionIndex: null } }),
  'subtitle-format': (draft) => ({ ...draft, situation: { ...draft.situation, captionIndex: null } }),
};

const toOutcome = (before: Sent, after: Sent): Outcome => {
  if (after.protocol === null) return 'direct';
  return before.picture?.how === 'transcode' && after.picture?.how !== 'transcode' ? 'lighter' : 'same';
};

const decideWithout = (draft: Draft, file: File, causes: readonly string[], sent: Sent, prng: Prng): Case['without'] =>
  Object.fromEntries(
    causes.flatMap((cause) => {
      const remedy = remedied[cause];
      if (remedy === undefined) return [];
      const { ability, situation } = remedy(draft);
      return [[cause, toOutcome(sent, decide(file, ability, situation, prng).sent)]];
    }),
  );

const toCase = (prng: Prng, index: number): Case => {
  const draft = draw(prng);
  const provoke = prng.chance(0.55) ? provocations[index % provocations.length] : undefined;
  provoke?.(draft, prng);
  const file = draft.files[draft.played] ?? draft.files[0];
  if (file === undefined) throw new Error('nothing to play');
  const { ability, situation } = draft;
  const { sent, causes } = decide(file, ability, situation, prng);
  return {
    session: sessionAnswer(sent, draft.files.indexOf(file), ability, situation),
    library: situation.live ? null : libraryAnswer(draft.files),
    settings: prng.chance(0.85) ? settingsAnswer(situation) : null,
    causes,
    without: decideWithout(draft, file, causes, sent, prng.fork('without')),
  };
};

/** The same seed gives the same sessions. */
export const generateCases = (count: number, seed: number): Case[] =>
  Array.from({ length: count }, (_, index) => toCase(createPrng(seed).fork(`case ${index}`), index));
