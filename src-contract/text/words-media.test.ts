// What a file is made of, as a table.
import { describe, expect, it } from 'vitest';
import { sampleAudio, sampleVideo } from './test-samples.ts';
import { describeAudio, describeContainer, describeSubtitle, describeVideo } from './words-media.ts';

describe('one stream of a file', () => {
  const subtitle = {
    codec: 'srt',
    format: 'text' as const,
    language: 'English',
    title: null,
    forced: true,
    external: true,
  };
  const nothing = { codec: null, bitrateKbps: null };
  it.each([
    [describeVideo(sampleVideo()), '4K HDR10 HEVC 38 Mbps'],
    [
      describeVideo(sampleVideo({ resolution: '1080', codec: 'h264', dynamicRange: 'sdr', bitrateKbps: null })),
      '1080p H.264',
    ],
    [
      describeVideo(sampleVideo({ resolution: '1080', codec: 'mpeg2video', dynamicRange: null, interlaced: true })),
      '1080i MPEG-2 38 Mbps',
    ],
    [describeVideo(sampleVideo({ resolution: null, height: 404, ...nothing, dynamicRange: null })), '404p'],
    [describeVideo(sampleVideo({ resolution: null, height: null, ...nothing, dynamicRange: null })), 'unknown video'],
    [
      describeVideo(sampleVideo({ resolution: 'sd', codec: 'xyz', dynamicRange: null, bitrateKbps: 700 })),
      'SD XYZ 700 kbps',
    ],
    [describeAudio(sampleAudio()), 'German TrueHD 7.1 4 Mbps'],
    [
      describeAudio(sampleAudio({ codec: 'aac', channels: 2, language: null, bitrateKbps: 128 })),
      'AAC stereo 128 kbps',
    ],
    [describeAudio(sampleAudio({ codec: 'ac3', channels: 1, language: null, bitrateKbps: null })), 'AC3 mono'],
    [describeAudio(sampleAudio({ ...nothing, channels: null, language: null })), 'unknown audio'],
    [describeSubtitle(subtitle), 'English SRT forced'],
    [describeContainer({ container: 'mkv', protocol: null, bitrateKbps: 42_000 }), 'MKV 42 Mbps'],
    [describeContainer({ container: 'mp4', protocol: 'dash', bitrateKbps: null }), 'MP4 DASH'],
    [describeContainer({ container: 'mkv', protocol: 'http', bitrateKbps: null }), 'MKV'],
    [describeContainer({ container: null, protocol: null, bitrateKbps: null }), 'unknown container'],
  ])('reads %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
