import { describe, expect, it } from 'vitest';
import { type Habit } from '../../src-contract/habit.ts';
import { type AudioStream, type VideoStream } from '../../src-contract/media.ts';
import { sampleAudio, sampleVideo } from '../../src-contract/text/test-samples.ts';
import { explain } from './explain.ts';
import { learn } from './learn.ts';
import { lift } from './lift.ts';
import { seen } from './test-things.ts';

const hd = (changes: Partial<VideoStream> = {}) =>
  sampleVideo({
    codec: 'h264',
    profile: 'high',
    level: 40,
    resolution: '1080',
    height: 1080,
    bitDepth: 8,
    dynamicRange: 'sdr',
    bitrateKbps: 8000,
    ...changes,
  });
const small = (kbps: number) => hd({ resolution: '720', height: 720, bitrateKbps: kbps, profile: null });
const stereo = (changes: Partial<AudioStream> = {}) =>
  sampleAudio({ codec: 'aac', channels: 2, bitrateKbps: 192, ...changes });

type Told = {
  video?: [VideoStream, VideoStream];
  audio?: [AudioStream, AudioStream];
  kbps?: [number, number];
  location?: 'lan' | 'wan';
  wrapped?: string;
  burned?: boolean;
};

/** A play of the player in the kitchen, of which nothing is publicly known. What is not converted comes as it is. */
const play = ({ video, audio, kbps = [8200, 8100], location = 'lan', wrapped = 'mkv', burned }: Told): Habit => {
  const [shown, drawn] = video ?? [hd(), hd()];
  const [heard, sent] = audio ?? [stereo(), stereo()];
  const isConverted = drawn !== shown && video !== undefined;
  const isResounded = audio !== undefined && heard !== sent;
  const decision = isConverted || isResounded || burned ? 'transcode' : 'direct-play';
  const subtitle = {
    codec: 'pgs',
    format: 'picture' as const,
    language: null,
    title: null,
    forced: false,
    external: false,
  };
  return {
    network: { location, secure: true, bandwidthKbps: null },
    stream: {
      decision,
      confirmed: true,
      container: {
        source: { container: wrapped, protocol: null, bitrateKbps: kbps[0] },
        delivered: { container: 'mp4', protocol: null, bitrateKbps: kbps[1] },
        decision: decision === 'transcode' ? 'copy' : decision,
      },
      video: { source: shown, delivered: drawn, decision: isConverted || burned ? 'transcode' : 'direct-play' },
      audio: { source: heard, delivered: sent, decision: isResounded ? 'transcode' : 'direct-play' },
      subtitle: burned ? { source: subtitle, delivered: subtitle, decision: 'transcode', burned: true } : null,
    },
  };
};
const direct = (picture: VideoStream, told: Told = {}) => play({ ...told, video: [picture, picture] });
const converted = (picture: VideoStream, told: Told = {}) =>
  play({ ...told, video: [picture, hd({ profile: null, level: null })] });

const player = { ...seen().player, product: 'Plex for Toasters', platform: 'Toaster', title: 'Kitchen' };
const about = (now: Habit, past: readonly Habit[]) => ({
  ...now,
  player,
  versions: [],
  limits: null,
  live: false,
  known: learn(player, past),
});
const codes = (now: Habit, past: readonly Habit[]) => explain(about(now, past)).map(({ code }) => code);

const uhd = (changes: Partial<VideoStream> = {}) =>
  hd({ codec: 'hevc', profile: 'main 10', level: 150, resolution: '4k', height: 2160, bitDepth: 10, ...changes });
const hdr = uhd({ dynamicRange: 'hdr10' });

describe('what a player played before', () => {
  it('leaves only what it has not taken yet as a reason', () => {
    expect(codes(converted(hdr), [])).toEqual(['video-codec']);
    // It took the codec, the depth and the size: what is left is the colours.
    expect(codes(converted(hdr), [direct(uhd())])).toEqual(['dynamic-range']);
    expect(codes(converted(hdr), [direct(hdr)])).toEqual(['forced']);
  });

  it('tells of a lasting refusal behind a limit, too', () => {
    const interlaced = hd({ interlaced: true });
    const limited = play({ video: [interlaced, small(3700)], kbps: [8200, 3900] });
    expect(codes(limited, [])).toEqual(['quality-setting']);
    expect(codes(limited, [converted(interlaced)])).toEqual(['quality-setting', 'video-interlaced']);
    const burned = play({ video: [interlaced, hd()], burned: true });
    expect(codes(burned, [converted(interlaced)])).toEqual(['picture-subtitle-burned', 'video-interlaced']);
    // Under a limit nothing was learned, and what it took since is no refusal any more.
    expect(codes(burned, [limited])).toEqual(['picture-subtitle-burned']);
    expect(codes(burned, [converted(interlaced), direct(interlaced)])).toEqual(['picture-subtitle-burned']);
  });

  it('learns one refusal by another: with the codec known, the colours are left', () => {
    const sdr = direct(uhd());
    const refused = [converted(hdr), sdr];
    const limited = play({ video: [hdr, small(3700)], kbps: [40_000, 3900] });
    expect(codes(limited, refused)).toEqual(['quality-setting', 'dynamic-range']);
  });

  it('tells memory and level together, as one brings the other', () => {
    const heavy = hd({ level: 51, referenceFrames: 16 });
    expect(codes(converted(heavy), [])).toEqual(['video-reference-frames', 'video-level']);
    expect(codes(play({ video: [heavy, small(3700)], kbps: [8200, 3900] }), [converted(heavy)])).toEqual([
      'quality-setting',
      'video-reference-frames',
      'video-level',
    ]);
  });

  it('says whether a setting holds it down, where it was seen', () => {
    const large = (location: 'lan' | 'wan') => play({ video: [hd(), small(2700)], kbps: [8200, 2900], location });
    const screen = [6000, 4200, 3300].map((kbps) => play({ video: [hd(), small(kbps)], kbps: [8200, kbps + 200] }));
    expect(codes(large('lan'), [])).toEqual(['quality-setting']);
    // Made smaller each time, in bit rates that differ: it shows no more than that.
    expect(codes(large('lan'), screen)).toEqual(['video-resolution']);
    expect(codes(large('wan'), screen)).toEqual(['video-resolution']);
    // Cut to the same each time: that is a setting, though this file is hardly larger.
    const cut = [1, 2, 3].map(() => play({ video: [hd(), small(2700)], kbps: [8200, 2900], location: 'wan' }));
    const hevc = hd({ codec: 'hevc', bitrateKbps: 3900 });
    const now = (to: number) =>
      play({ video: [hevc, hd({ bitrateKbps: to })], kbps: [4100, to + 200], location: 'wan' });
    expect(codes(now(2700), cut)).toEqual(['quality-setting']);
    expect(codes(now(3500), [])).toEqual(['video-codec']);
    // Files of that size came as they are: no setting, so it is the codec.
    const free = [1, 2, 3].map(() => direct(hd(), { location: 'wan' }));
    expect(codes(now(1900), free)).toEqual(['video-codec']);
  });

  it('knows sound as well', () => {
    const surround = stereo({ codec: 'eac3', channels: 6, bitrateKbps: 640 });
    const resounded = play({ audio: [surround, stereo()] });
    expect(codes(resounded, [])).toEqual(['audio-codec']);
    const limited = play({
      video: [hd(), small(1700)],
      audio: [surround, stereo()],
      kbps: [8800, 1900],
    });
    expect(codes(limited, [])).toEqual(['quality-setting']);
    expect(codes(limited, [resounded])).toEqual(['quality-setting', 'audio-codec']);
    const took = stereo({ codec: 'eac3', channels: 2 });
    expect(codes(resounded, [{ ...play({ audio: [took, took] }) }])).toEqual(['audio-channels']);
    const dts = stereo({ codec: 'flac', samplingRateHz: 96_000, bitrateKbps: 2800 });
    expect(codes(play({ audio: [dts, stereo({ samplingRateHz: 48_000 })] }), [])).toEqual(['audio-sample-rate']);
  });

  it('and containers', () => {
    const wrapped = (past: readonly Habit[]) => {
      const now = direct(hd(), { wrapped: 'avi' });
      return codes(
        {
          ...now,
          stream: { ...now.stream, decision: 'copy', container: { ...now.stream.container, decision: 'copy' } },
        },
        past,
      );
    };
    expect(wrapped([])).toEqual(['container']);
    expect(wrapped([direct(hd(), { wrapped: 'avi' })])).toEqual(['forced']);
  });
});

describe('what a remedy would have saved', () => {
  const after = (now: Habit, past: readonly Habit[]) => {
    const subject = about(now, past);
    const reasons = explain(subject);
    return Object.fromEntries(reasons.map(({ code }) => [code, lift(subject, reasons, code)]));
  };

  it('counts only what the player is known to take', () => {
    const limited = play({ video: [hdr, small(3700)], kbps: [40_000, 3900] });
    expect(after(limited, [])).toEqual({ 'quality-setting': { decision: 'transcode', encodes: true } });
    expect(after(limited, [direct(hdr)])).toEqual({ 'quality-setting': { decision: 'direct-play', encodes: false } });
    expect(after(converted(hdr), [])).toEqual({ 'video-codec': { decision: 'direct-play', encodes: false } });
    expect(after(converted(hdr), [direct(uhd())])).toEqual({
      'dynamic-range': { decision: 'direct-play', encodes: false },
    });
  });

  it('counts less work where another reason is left', () => {
    const both = play({ video: [hd({ codec: 'vp9' }), hd()], audio: [stereo({ codec: 'dca' }), stereo()] });
    expect(after(both, [])).toEqual({
      'video-codec': { decision: 'transcode', encodes: false },
      'audio-codec': { decision: 'transcode', encodes: true },
    });
  });

  it('meets the next limit', () => {
    const relayed = { ...play({ video: [hd(), small(1700)], kbps: [8200, 1900] }) };
    const subject = {
      ...about(relayed, []),
      network: { location: 'relay' as const, secure: true, bandwidthKbps: null },
    };
    const lifted = (remoteStreamKbps: number | null) => {
      const one = { ...subject, limits: { remoteStreamKbps, uploadKbps: null } };
      const reasons = explain(one);
      expect(reasons.map(({ code }) => code)).toEqual(['relay-limit']);
      return lift(one, reasons, 'relay-limit');
    };
    expect(lifted(null)).toEqual({ decision: 'direct-play', encodes: false });
    expect(lifted(4000)).toEqual({ decision: 'transcode', encodes: true });
  });

  it('takes a text that is not burned any more along, which is little work', () => {
    const burned = play({ video: [hd(), hd()], burned: true });
    const text = {
      ...burned.stream.subtitle,
      source: null,
      delivered: null,
      decision: 'transcode' as const,
      burned: true,
    };
    const now = { ...burned, stream: { ...burned.stream, subtitle: text } };
    const subject = about(now, []);
    expect(lift(subject, [], 'text-subtitle-burned')).toEqual({ decision: 'copy', encodes: false });
    expect(lift(about(burned, []), explain(about(burned, [])), 'picture-subtitle-burned')).toEqual({
      decision: 'direct-play',
      encodes: false,
    });
  });
});
