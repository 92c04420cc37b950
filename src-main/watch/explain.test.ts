import { describe, expect, it } from 'vitest';
import { type AudioStream, type MediaVersion, type VideoStream } from '../../src-contract/media.ts';
import { type Stream } from '../../src-contract/session.ts';
import { sampleAudio, sampleVideo } from '../../src-contract/text/test-samples.ts';
import { explain } from './explain.ts';
import { type Explainable } from './explain-subject.ts';
import { KNOWN_NOTHING } from './player-known.ts';
import { seen, subtitle } from './test-things.ts';

const hd = (changes: Partial<VideoStream> = {}) =>
  sampleVideo({
    codec: 'h264',
    profile: 'high',
    level: 41,
    resolution: '1080',
    width: 1920,
    height: 1080,
    bitDepth: 8,
    dynamicRange: 'sdr',
    bitrateKbps: 8000,
    ...changes,
  });
const uhd = (changes: Partial<VideoStream> = {}) =>
  hd({ codec: 'hevc', level: 150, resolution: '4k', width: 3840, height: 2160, bitrateKbps: 40_000, ...changes });
const stereo = (changes: Partial<AudioStream> = {}) =>
  sampleAudio({ codec: 'aac', channels: 2, bitrateKbps: 192, ...changes });

type Told = {
  video?: [VideoStream | null, VideoStream];
  audio?: [AudioStream | null, AudioStream];
  subtitle?: Stream['subtitle'];
  kbps?: [number | null, number | null];
  containers?: [string | null, string];
  picture?: 'none';
};

/** A film in MKV on the television in the living room; what is not told stays as it is. */
const about = (told: Told, changes: Partial<Explainable> = {}): Explainable => {
  const [from, to] = told.video ?? [hd(), hd()];
  const [heard, sent] = told.audio ?? [stereo(), stereo()];
  const videoDecision = told.video ? 'transcode' : 'copy';
  const audioDecision = told.audio ? 'transcode' : 'copy';
  const isTranscode = told.video !== undefined || told.audio !== undefined || told.subtitle?.burned === true;
  const [fromKbps, toKbps] = told.kbps ?? [8200, 8000];
  const [wrapped, wrapping] = told.containers ?? ['mkv', 'mp4'];
  const decision = isTranscode ? 'transcode' : 'copy';
  return {
    stream: {
      decision,
      confirmed: true,
      container: {
        source: wrapped === null ? null : { container: wrapped, protocol: null, bitrateKbps: fromKbps },
        delivered: { container: wrapping, protocol: 'dash', bitrateKbps: toKbps },
        decision,
      },
      video: told.picture ? null : { source: from, delivered: to, decision: videoDecision },
      audio: { source: heard, delivered: sent, decision: audioDecision },
      subtitle: told.subtitle ?? null,
    },
    player: { ...seen().player, product: 'Plex for Toasters', platform: 'Toaster', title: 'Kitchen' },
    network: { location: 'lan', secure: true, bandwidthKbps: null },
    versions: [],
    limits: null,
    live: false,
    known: KNOWN_NOTHING,
    ...changes,
  };
};
const codes = (subject: Explainable) => explain(subject).map(({ code, confidence }) => `${code} ${confidence}`);
const outside = { network: { location: 'wan', secure: true, bandwidthKbps: null } } as const;
const relayed = { network: { location: 'relay', secure: true, bandwidthKbps: null } } as const;
const on = (product: string) => ({ player: { ...seen().player, product, platform: null, title: 'x' } });
const burned = (codec: string, format: 'picture' | 'text' | null, language = 'German') => ({
  source: subtitle(codec, format, language),
  delivered: subtitle(codec, format, language),
  decision: 'transcode' as const,
  burned: true,
});
const small = hd({ resolution: '720', width: 1280, height: 720 });

describe('a stream', () => {
  it('that plays directly needs no reason', () => {
    const direct = about({});
    expect(explain({ ...direct, stream: { ...direct.stream, decision: 'direct-play' } })).toEqual([]);
  });

  it('of an optimised version says that this is one, and that nothing is converted', () => {
    const { stream, ...rest } = about({});
    const version: MediaVersion = {
      mediaId: 'm',
      partId: 'p',
      container: { container: 'mkv', protocol: null, bitrateKbps: 8200 },
      optimized: true,
      video: [],
      audio: [],
      subtitles: [],
    };
    const told = explain({ ...rest, stream: { ...stream, decision: 'direct-play' }, versions: [version] });
    expect(told).toMatchObject([
      {
        code: 'optimized-version',
        confidence: 'certain',
        text: 'The smaller version that Plex made beforehand is played, so nothing has to be converted.',
      },
    ]);
    // Another version looks the same: which one is played is not known.
    const both = [version, { ...version, optimized: false }];
    expect(explain({ ...rest, stream: { ...stream, decision: 'direct-play' }, versions: both })).toEqual([]);
  });

  it('whose file is not known yet says so', () => {
    const unread = about({ video: [null, hd()], audio: [null, stereo()], containers: [null, 'mp4'] });
    expect(explain(unread)).toEqual([
      {
        code: 'unknown',
        confidence: 'unknown',
        evidence: { source: null, delivered: expect.stringContaining('1080p H.264') },
        text: 'Plex has not said what the file is made of, so why the picture is converted is not known.',
        remedy: null,
      },
    ]);
    expect(explain(about({ audio: [null, stereo()], containers: [null, 'mp4'] }))).toMatchObject([
      {
        code: 'unknown',
        evidence: { source: null, delivered: expect.stringContaining('AAC') },
        text: expect.stringContaining('why the sound is converted'),
      },
    ]);
    expect(codes(about({ containers: [null, 'mp4'] }))).toEqual(['unknown unknown']);
  });

  it('of which Plex tells nothing has at least the reason `unknown`', () => {
    const nothing = about({ video: [hd(), hd({ codec: null })] });
    expect(explain(nothing)).toMatchObject([
      { code: 'unknown', text: 'Plex does not say why the picture is converted, and nothing shows it.' },
    ]);
  });

  it('whose file Plex has not analysed is converted for that', () => {
    expect(codes(about({ video: [hd({ codec: null }), hd()] }))).toEqual(['not-analysed likely']);
    const container = { container: 'mkv', protocol: null, bitrateKbps: null };
    const unread = { mediaId: 'm', partId: 'p', container, optimized: false, video: [], audio: [], subtitles: [] };
    expect(codes(about({ video: [null, hd()] }, { versions: [unread] }))).toEqual(['not-analysed likely']);
    expect(codes(about({ video: [null, hd()] }))).toEqual(['unknown unknown']);
    expect(codes(about({ audio: [stereo({ codec: null }), stereo()] }))).toEqual(['not-analysed likely']);
  });

  it('of live TV is converted because it is live', () => {
    expect(codes(about({}, { live: true }))).toEqual(['live-tv certain']);
    expect(codes(about({ video: [null, hd()] }, { live: true }))).toEqual(['live-tv likely']);
  });
});

describe('the picture', () => {
  it.each<[string, VideoStream, VideoStream, string]>([
    ['of another codec was not taken', hd({ codec: 'vp9' }), hd(), 'video-codec likely'],
    ['of an old codec was not taken', hd({ codec: 'mpeg2video', interlaced: true }), hd(), 'video-codec likely'],
    ['lost HDR only', uhd({ dynamicRange: 'hdr10', bitDepth: 10 }), uhd(), 'dynamic-range likely'],
    ['lost its interlacing only', hd({ interlaced: true }), hd({ interlaced: null }), 'video-interlaced certain'],
    ['lost bits', hd({ bitDepth: 10, profile: 'high 10' }), hd(), 'video-bit-depth certain'],
    ['of a special kind', hd({ profile: 'high 4:2:2' }), hd(), 'video-profile certain'],
    ['with too many pictures', hd({ frameRate: 60 }), hd({ frameRate: 30 }), 'video-frame-rate certain'],
    ['that was squeezed', hd({ anamorphic: true }), hd({ anamorphic: false }), 'video-anamorphic certain'],
    ['with many references', hd({ referenceFrames: 16 }), hd({ referenceFrames: 4 }), 'video-reference-frames certain'],
    ['of a high level', hd({ level: 52 }), hd({ level: 41 }), 'video-level likely'],
    ['that stays as it was', hd(), hd(), 'forced likely'],
  ])('%s', (_, from, to, told) => {
    expect(codes(about({ video: [from, to] }))).toEqual([told]);
  });

  it('that only became smaller, but hardly cheaper, was too large', () => {
    const smaller = about({ video: [uhd(), hd({ codec: 'hevc' })], kbps: [40_000, 24_000] });
    expect(explain(smaller)).toMatchObject([
      {
        code: 'video-resolution',
        text: 'The picture is 4K, probably more than Plex for Toasters can show; it is made 1080p.',
        remedy: 'Keep a 1080p version of it beside the large one.',
      },
    ]);
  });

  it('says who cannot play what, and what helps', () => {
    expect(explain(about({ video: [hd({ codec: 'hevc' }), hd()] }, on('Plex Web')))).toEqual([
      {
        code: 'video-codec',
        confidence: 'likely',
        evidence: { source: '1080p HEVC 8.2 Mbps', delivered: '1080p H.264 8 Mbps' },
        text: 'Plex Web probably cannot play HEVC, so the picture is converted to H.264.',
        remedy: 'No conversion is needed with a version of the file in H.264, or a player that knows HEVC.',
      },
    ]);
  });

  it('of a codec that the player is known to take was converted for what it lost', () => {
    const told = { video: [uhd({ dynamicRange: 'dolby-vision' }), hd()] as const, kbps: [40_000, 20_000] as const };
    const subject = about({ video: [...told.video], kbps: [...told.kbps] }, on('Plex for Apple TV'));
    expect(explain(subject)).toMatchObject([
      {
        code: 'dynamic-range',
        text: 'The picture is Dolby Vision and Plex for Apple TV probably cannot show that, so its colours are converted.',
      },
    ]);
  });
});

describe('a limit', () => {
  it.each<[string, Told, Partial<Explainable>, string[]]>([
    ['of the relay', { video: [hd(), small], kbps: [8200, 1900] }, relayed, ['relay-limit certain']],
    ['of the free relay', { video: [hd(), small], kbps: [8200, 980] }, relayed, ['relay-limit certain']],
    ['far below that of the relay', { video: [hd(), small], kbps: [8200, 400] }, relayed, ['quality-setting likely']],
    ['below that of the relay', { video: [hd(), small], kbps: [8200, 1400] }, relayed, ['relay-limit likely']],
    ['that is not the one of the relay', { video: [hd(), hd()], kbps: [8200, 7900] }, relayed, ['forced likely']],
    ['in the player', { video: [hd(), small], kbps: [8200, 3700] }, {}, ['quality-setting likely']],
    [
      'in the player, at the same size',
      { video: [hd({ bitrateKbps: 19_000 }), hd({ bitrateKbps: 7600 })], kbps: [20_000, 7800] },
      {},
      ['quality-setting likely'],
    ],
    ['in the player, to a third', { video: [uhd(), hd()], kbps: [40_000, 7800] }, {}, ['quality-setting likely']],
    [
      'of the server',
      { video: [hd(), small], kbps: [8200, 3700] },
      { ...outside, limits: { remoteStreamKbps: 4000, uploadKbps: null } },
      ['remote-limit certain'],
    ],
    [
      'of the line',
      { video: [hd(), small], kbps: [8200, 3700] },
      { ...outside, limits: { remoteStreamKbps: null, uploadKbps: 5000 } },
      ['remote-limit likely'],
    ],
    [
      'in the player below that of the server',
      { video: [hd(), small], kbps: [8200, 1900] },
      { ...outside, limits: { remoteStreamKbps: 4000, uploadKbps: 5000 } },
      ['quality-setting likely'],
    ],
    [
      'in the player, outside without another one',
      { video: [hd(), small], kbps: [8200, 3700] },
      { ...outside, limits: { remoteStreamKbps: null, uploadKbps: null } },
      ['quality-setting likely'],
    ],
    [
      'for music',
      { picture: 'none', audio: [stereo({ codec: 'flac', bitrateKbps: 921 }), stereo()], kbps: [921, 190] },
      outside,
      ['quality-setting likely'],
    ],
  ])('%s', (_, told, changes, expected) => {
    expect(codes(about(told, changes))).toEqual(expected);
  });

  it('is told with its size, and outside with the other possibility', () => {
    expect(explain(about({ video: [hd(), small], kbps: [8200, 3700] }, outside))).toMatchObject([
      {
        text: 'Plex for Toasters is probably set to a lower quality than the file has: it gets 4 Mbps. A limit of the server is the other possibility.',
        remedy: 'In the player, set the remote quality to Original or Maximum, if the line can carry it.',
        evidence: { source: '1080p H.264 8.2 Mbps', delivered: '720p H.264 3.7 Mbps' },
      },
    ]);
  });

  it('does not hide that the player lacks the codec', () => {
    const both = about({ video: [hd({ codec: 'hevc' }), small], kbps: [8200, 3700] }, on('Plex Web'));
    expect(codes(both)).toEqual(['quality-setting likely', 'video-codec likely']);
    const open = about({ video: [hd({ codec: 'hevc' }), small], kbps: [8200, 3700] });
    expect(codes(open)).toEqual(['quality-setting likely']);
  });

  it('does not hide what no player takes', () => {
    const deep = { video: [hd({ bitDepth: 10, profile: 'high 10' }), small] as const, kbps: [8200, 3700] as const };
    const subject = about({ video: [...deep.video], kbps: [...deep.kbps] });
    expect(codes(subject)).toEqual(['quality-setting likely', 'video-bit-depth likely']);
    const odd = about({ video: [hd({ profile: 'high 4:2:2' }), small], kbps: [8200, 3700] });
    expect(codes(odd)).toEqual(['quality-setting likely', 'video-profile likely']);
  });

  it('is not seen where the screen itself is small', () => {
    const small4k = about({ video: [uhd({ codec: 'h264' }), hd()], kbps: [40_000, 11_800] }, on('Chromecast'));
    expect(codes(small4k)).toEqual(['video-resolution likely', 'video-level likely']);
  });
});

describe('the sound', () => {
  const heard = (from: Partial<AudioStream>, to: Partial<AudioStream> = {}) =>
    codes(about({ audio: [stereo(from), stereo(to)] }));

  it.each<[string, Partial<AudioStream>, Partial<AudioStream>, string]>([
    ['of another codec', { codec: 'dca', channels: 6 }, {}, 'audio-codec likely'],
    ['with more channels', { channels: 6 }, {}, 'audio-channels likely'],
    ['of a higher sampling rate', { samplingRateHz: 96_000 }, { samplingRateHz: 48_000 }, 'audio-sample-rate likely'],
    ['of a high sampling rate in FLAC', { codec: 'flac', samplingRateHz: 192_000 }, {}, 'audio-sample-rate likely'],
    ['that takes too much', { bitrateKbps: 512 }, { bitrateKbps: 128 }, 'audio-bitrate likely'],
    ['that stays as it was', {}, {}, 'forced likely'],
  ])('%s', (_, from, to, told) => {
    expect(heard(from, to)).toEqual([told]);
  });

  it('and the picture have a reason each', () => {
    const both = about({ video: [hd({ codec: 'vp9' }), hd()], audio: [stereo({ codec: 'dca' }), stereo()] });
    expect(codes(both)).toEqual(['video-codec likely', 'audio-codec likely']);
  });

  it('under a limit is made smaller with the picture', () => {
    const limited = (codec: string) =>
      codes(
        about(
          {
            video: [hd(), small],
            audio: [stereo({ codec, channels: 6, bitrateKbps: 640 }), stereo()],
            kbps: [8200, 1900],
          },
          on('Plex for Apple TV'),
        ),
      );
    expect(limited('ac3')).toEqual(['quality-setting likely']);
    expect(limited('truehd')).toEqual(['quality-setting likely', 'audio-codec likely']);
  });
});

describe('the wrapping', () => {
  it('is the reason when the streams are untouched', () => {
    expect(explain(about({}))).toEqual([
      {
        code: 'container',
        confidence: 'likely',
        evidence: { source: 'MKV 8.2 Mbps', delivered: 'MP4 DASH 8 Mbps' },
        text: 'The file is repackaged from MKV to MP4; picture and sound stay as they are.',
        remedy: 'This costs the server little. A file in MP4 would be played directly.',
      },
    ]);
  });

  it('that the player would have taken is changed for another reason', () => {
    expect(codes(about({ containers: ['mp4', 'mp4'] }))).toEqual(['forced likely']);
    expect(codes(about({}, on('Plex for Windows')))).toEqual(['forced likely']);
  });

  it('is changed to bring a converted text along', () => {
    const ass = { source: subtitle('pgs', 'text'), delivered: subtitle('ass', 'text') };
    const text = { ...ass, decision: 'transcode', burned: false } as const;
    expect(codes(about({ subtitle: text }))).toEqual(['subtitle-format likely']);
    expect(codes(about({ subtitle: text }, on('Plex Web')))).toEqual(['container likely']);
  });

  it('is changed to bring another sound track', () => {
    const second = stereo({ language: 'French' });
    const subject = about({});
    const track = (sound: AudioStream, streamId: string, isDefault: boolean) => ({ ...sound, streamId, isDefault });
    const version = {
      mediaId: 'm',
      partId: 'p',
      container: { container: 'mkv', protocol: null, bitrateKbps: 8200 },
      optimized: false,
      video: [],
      audio: [track(stereo(), 'a', true), track(second, 'b', false)],
      subtitles: [],
    };
    const chosen = { source: second, delivered: second, decision: 'copy' } as const;
    const other = { ...subject, stream: { ...subject.stream, audio: chosen }, versions: [version] };
    expect(codes(other)).toEqual(['audio-track likely']);
    expect(codes({ ...subject, versions: [version] })).toEqual(['container likely']);
  });
});

describe('a subtitle that is burned in', () => {
  it.each([
    ['pgs', 'picture', 'The German subtitle is a picture (PGS); it must be burned in.'],
    ['ass', 'text', 'The German subtitle is text (ASS), but Plex for Toasters wants it burned in.'],
  ] as const)('%s', (codec, format, text) => {
    const subject = about({ video: [hd({ codec: 'hevc' }), hd()], subtitle: burned(codec, format) });
    expect(explain(subject)).toMatchObject([
      {
        code: `${format}-subtitle-burned`,
        text,
        confidence: 'certain',
        evidence: { delivered: 'burned into the picture' },
      },
    ]);
  });

  it('of an unknown kind is unknown', () => {
    expect(codes(about({ video: [hd(), hd()], subtitle: burned('', null) }))).toEqual(['unknown unknown']);
  });

  it('does not hide a codec that the player is known to lack', () => {
    const told = { video: [hd({ codec: 'mpeg2video' }), hd()], subtitle: burned('vobsub', 'picture') } as const;
    const old = about({ ...told, video: [...told.video] }, on('Plex Web'));
    expect(codes(old)).toEqual(['picture-subtitle-burned certain', 'video-codec likely']);
  });
});
