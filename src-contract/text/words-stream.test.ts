// How streams are put into words, as tables.
import { describe, expect, it } from 'vitest';
import type { Session, Stream, Transcode } from '../session.ts';
import {
  burnedStream,
  sampleAudio,
  sampleSession,
  sampleStream,
  sampleTranscode,
  sampleVideo,
} from './test-samples.ts';
import {
  describeConverted,
  describeDecision,
  describeHardware,
  describeLoad,
  describeTroubles,
  describeParts,
  describeQuality,
} from './words-stream.ts';

const track: Stream = sampleStream({
  video: null,
  audio: {
    source: sampleAudio({ codec: 'flac', channels: 2, bitrateKbps: 940 }),
    delivered: sampleAudio({ codec: 'opus', channels: 2, bitrateKbps: 128 }),
    decision: 'transcode',
  },
});

describe('a decision', () => {
  it.each<[Partial<Stream>, string]>([
    [{ decision: 'direct-play' }, 'Direct play'],
    [{ decision: 'copy' }, 'Copy'],
    [{ decision: 'transcode' }, 'Transcode'],
    [{ decision: 'transcode', confirmed: false }, 'Starting'],
  ])('%o reads %s', (changes, word) => {
    expect(describeDecision(sampleStream(changes))).toBe(word);
  });
});

describe('the quality', () => {
  const video = (changes: Partial<NonNullable<Stream['video']>>): Stream =>
    sampleStream({ video: { source: sampleVideo(), delivered: sampleVideo(), decision: 'direct-play', ...changes } });
  it.each<[string, Stream, string, string | null]>([
    ['direct', sampleStream(), '4K HDR10 HEVC 38 Mbps', null],
    ['direct, source not yet read', video({ source: null }), '4K HDR10 HEVC 38 Mbps', null],
    ['nothing known', video({ source: null, delivered: null }), 'quality unknown', null],
    ['burned', burnedStream, '4K HDR10 HEVC 38 Mbps', '1080p H.264 8 Mbps'],
    [
      'converted, source not yet read',
      { ...burnedStream, video: { ...must(burnedStream.video), source: null } },
      'source unknown',
      '1080p H.264 8 Mbps',
    ],
    ['music', track, 'FLAC stereo 940 kbps', 'Opus stereo 128 kbps'],
    ['only a container', sampleStream({ video: null, audio: null }), 'MKV 42 Mbps', null],
  ])('%s', (_story, stream, from, to) => {
    expect(describeQuality(stream)).toEqual({ from, to });
  });

  it('takes the bitrate of the whole where the picture has none of its own', () => {
    expect(describeQuality(video({ source: sampleVideo({ bitrateKbps: null }) })).from).toBe('4K HDR10 HEVC 42 Mbps');
  });
});

describe('the parts', () => {
  it('say what each becomes', () => {
    expect(describeParts(burnedStream)).toEqual([
      {
        part: 'Video',
        decision: 'transcode',
        source: '4K HDR10 HEVC 38 Mbps',
        delivered: '1080p H.264 8 Mbps',
        short: 'video',
      },
      {
        part: 'Audio',
        decision: 'copy',
        source: 'German TrueHD 7.1 4 Mbps',
        delivered: 'German TrueHD 7.1 4 Mbps',
        short: 'audio',
      },
      {
        part: 'Subtitle',
        decision: 'transcode',
        source: 'German PGS',
        delivered: 'burned into the picture',
        short: 'burned-in subtitle',
      },
      {
        part: 'Container',
        decision: 'transcode',
        source: 'MKV 42 Mbps',
        delivered: 'MP4 DASH 8.2 Mbps',
        short: 'container',
      },
    ]);
  });

  it('of a direct play are delivered as they are', () => {
    expect(describeParts(sampleStream()).map(({ delivered }) => delivered)).toEqual([null, null, null]);
  });
});

describe('the converted parts', () => {
  it.each<[string, Stream, string[]]>([
    ['of a direct play', sampleStream(), []],
    ['that are treated alike stand together', burnedStream, ['video, burned-in subtitle, container', 'audio copy']],
    [
      'of a copy need no word',
      { ...sampleStream({ decision: 'copy' }), container: { ...sampleStream().container, decision: 'copy' } },
      ['container'],
    ],
  ])('%s', (_story, stream, texts) => {
    expect(describeConverted(stream).map(({ text }) => text)).toEqual(texts);
  });
});

describe('the hardware', () => {
  const hardware = (changes: Partial<Transcode['hardware']>, videoDecision: Transcode['videoDecision'] = 'transcode') =>
    sampleTranscode({
      videoDecision,
      hardware: { requested: false, decode: null, encode: null, full: false, ...changes },
    });
  it.each<[Transcode, string | null]>([
    [hardware({ decode: 'vaapi', encode: 'vaapi', full: true }), 'hardware (VAAPI)'],
    [hardware({ decode: 'nvdec', encode: 'nvenc', full: true }), 'hardware (NVDEC → NVENC)'],
    [hardware({ decode: 'vaapi', encode: 'vaapi' }), 'hardware (VAAPI), with a detour through memory'],
    [hardware({ full: true }), 'hardware'],
    [hardware({ encode: 'nvenc' }), 'hardware encoding (NVENC), software decoding'],
    [hardware({ decode: 'vaapi' }), 'hardware decoding (VAAPI), software encoding'],
    [hardware({ requested: true }), 'software, though hardware was asked for'],
    [hardware({}), 'software'],
    [hardware({}, 'copy'), null],
  ])('%o is %s', (transcode, text) => {
    expect(describeHardware(transcode)).toBe(text);
  });
});

describe('the load', () => {
  const converting = { stream: burnedStream, transcode: sampleTranscode() };
  it.each<[string, Partial<Session>, string[]]>([
    ['a direct play at home', {}, ['LAN 8.2 Mbps']],
    ['a relay without a number', { network: { location: 'relay', secure: null, bandwidthKbps: null } }, ['Relay']],
    ['nothing known', { network: { location: null, secure: null, bandwidthKbps: null } }, []],
    ['a transcode', converting, ['LAN 8.2 Mbps', '1.4×', '38 s ahead', 'hardware (VAAPI)']],
    [
      'one that rests',
      { ...converting, transcode: sampleTranscode({ throttled: true, speed: 0 }) },
      ['LAN 8.2 Mbps', '38 s ahead, resting', 'hardware (VAAPI)'],
    ],
    [
      'one that is done',
      { ...converting, transcode: sampleTranscode({ complete: true, throttled: true }) },
      ['LAN 8.2 Mbps', 'converted to the end', 'hardware (VAAPI)'],
    ],
    [
      'one that says little',
      { ...converting, transcode: sampleTranscode({ speed: null, aheadMs: null, videoDecision: 'copy' }) },
      ['LAN 8.2 Mbps'],
    ],
    ['a transcode that a direct play does not use', { transcode: sampleTranscode() }, ['LAN 8.2 Mbps']],
  ])('of %s', (_story, changes, pieces) => {
    expect(describeLoad(sampleSession(changes))).toEqual(pieces);
  });
});

describe('the troubles', () => {
  const failed = sampleTranscode({ error: true });
  it.each<[string, Partial<Session>, number]>([
    ['all is well', { stream: burnedStream, transcode: sampleTranscode({ throttled: true }) }, 0],
    ['starving', { starving: true }, 1],
    ['silent', { silent: true }, 1],
    ['failed', { stream: burnedStream, transcode: failed }, 1],
    ['failed, but not in use', { transcode: failed }, 0],
    [
      'in software against the wish',
      {
        stream: burnedStream,
        transcode: sampleTranscode({ hardware: { requested: true, decode: null, encode: null, full: false } }),
      },
      1,
    ],
  ])('when %s', (_story, changes, count) => {
    expect(describeTroubles(sampleSession(changes))).toHaveLength(count);
  });
});

function must<Value>(value: Value | null): Value {
  if (value === null) throw new Error('The sample has it.');
  return value;
}
