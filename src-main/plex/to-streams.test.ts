// Tables for the words of streams: resolution, frame rate, dynamic range, bitrates, subtitle formats.
import { expect, test } from 'vitest';
import { noMedia, noStream } from './schemas.ts';
import { toBitrateKbps, toSubtitleStream, toVideoStream } from './to-streams.ts';

const video = (stream: Partial<typeof noStream>, media: Partial<typeof noMedia> = {}) =>
  toVideoStream({ ...noStream, ...stream }, { ...noMedia, ...media });

test.each([
  ['1080', null, null, '1080'],
  ['1080p', null, null, '1080'],
  ['1080i', null, null, '1080'],
  ['4K', null, null, '4k'],
  ['2160', null, null, '4k'],
  ['2160p', null, null, '4k'],
  ['SD', null, null, 'sd'],
  ['576', null, null, '576'],
  [null, 3840, 1608, '4k'],
  [null, 2880, 2160, '4k'],
  [null, 1920, 800, '1080'],
  [null, 1440, 1080, '1080'],
  [null, 1280, 534, '720'],
  [null, 960, 720, '720'],
  [null, 720, 404, 'sd'],
  [null, null, 404, 'sd'],
  [null, null, null, null],
])('resolution %s of %s × %s is %s', (videoResolution, width, height, expected) => {
  expect(video({ width, height }, { videoResolution }).resolution).toBe(expected);
});

test.each([
  [23.975999999999999, null, 23.976],
  [59.939999999999998, '60p', 59.94],
  [null, '24p', 24],
  [null, 'NTSC', 29.97],
  [null, 'PAL', 25],
  [0, '', null],
  [null, 'unknown', null],
  [null, null, null],
])('frame rate %s (%s) is %s', (frameRate, videoFrameRate, expected) => {
  expect(video({ frameRate }, { videoFrameRate }).frameRate).toBe(expected);
});

test.each<[string, Partial<typeof noStream>, string | null]>([
  ['Dolby Vision', { DOVIPresent: true, colorTrc: 'smpte2084' }, 'dolby-vision'],
  ['Dolby Vision by its profile', { DOVIProfile: 5 }, 'dolby-vision'],
  ['a profile of something that is said not to be there', { DOVIPresent: false, DOVIProfile: 5, bitDepth: 8 }, 'sdr'],
  ['PQ', { colorTrc: 'smpte2084', colorPrimaries: 'bt2020', bitDepth: 10 }, 'hdr10'],
  ['PQ, called HDR10+', { colorTrc: 'smpte2084', displayTitle: '4K HDR10+ (HEVC Main 10)' }, 'hdr10-plus'],
  ['PQ, called HDR10+ at length', { colorTrc: 'SMPTE2084', extendedDisplayTitle: '4K HDR10+' }, 'hdr10-plus'],
  ['tone mapped, under the title of its source', { colorTrc: 'bt709', displayTitle: '4K HDR10+' }, 'sdr'],
  ['HLG', { colorTrc: 'arib-std-b67' }, 'hlg'],
  ['wide colours in 10 bits, no curve', { colorPrimaries: 'bt2020', bitDepth: 10 }, 'hdr10'],
  ['wide colours in 8 bits', { colorPrimaries: 'bt2020', bitDepth: 8 }, 'sdr'],
  ['plain colours', { colorPrimaries: 'bt709' }, 'sdr'],
  ['plain colour space', { colorSpace: 'bt709' }, 'sdr'],
  ['8 bits', { bitDepth: 8 }, 'sdr'],
  ['10 bits and no more', { bitDepth: 10 }, null],
  ['nothing', {}, null],
])('%s', (_, stream, expected) => {
  expect(video(stream).dynamicRange).toBe(expected);
});

test.each<[Partial<typeof noStream>, boolean | null, boolean | null]>([
  [{ scanType: 'interlaced', pixelAspectRatio: '64:45' }, true, true],
  [{ scanType: 'progressive', pixelAspectRatio: '1:1' }, false, false],
  [{ anamorphic: true, pixelAspectRatio: '1:1' }, null, true],
  [{}, null, null],
])('%o: interlaced %s, anamorphic %s', (stream, interlaced, anamorphic) => {
  expect(video(stream)).toMatchObject({ interlaced, anamorphic });
});

test.each([
  [8000, 8000],
  [2_147_483_647, null],
  [0, null],
  [-1, null],
  [null, null],
])('bitrate %s is %s', (kbps, expected) => {
  expect(toBitrateKbps(kbps)).toBe(expected);
});

test.each([
  ['pgs', 'picture'],
  ['hdmv_pgs_subtitle', 'picture'],
  ['VOBSUB', 'picture'],
  ['dvd_subtitle', 'picture'],
  ['dvb_subtitle', 'picture'],
  ['srt', 'text'],
  ['ass', 'text'],
  ['eia_608', 'text'],
  [null, null],
])('a %s subtitle is %s', (codec, format) => {
  expect(toSubtitleStream({ ...noStream, codec }).format).toBe(format);
});

test.each([
  ['external', true],
  ['sidecar-subs', true],
  ['segments-subs', false],
  ['embedded', false],
  [null, false],
])('a subtitle delivered as %s: in a file of its own %s', (location, external) => {
  expect(toSubtitleStream({ ...noStream, location }).external).toBe(external);
});
