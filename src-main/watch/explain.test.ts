import { describe, expect, it } from 'vitest';
import { type SeenSession } from '../../src-contract/heard.ts';
import { toStream } from './deliver.ts';
import { explain } from './explain.ts';
import { audio, direct, remuxed, seen, source, subtitle, transcoded, video } from './test-things.ts';

type Delivered = SeenSession['delivered'];
const explained = (delivered: Delivered, of = source()) => explain(toStream(seen({ delivered }), of));
const sameSize: Delivered = {
  ...transcoded,
  video: { streamId: 'v', decision: 'transcode', stream: video('h264', '1080') },
};
const withSubtitle = (
  codec: string,
  format: 'picture' | 'text' | null,
  language: string | null = 'German',
): Delivered => ({
  ...transcoded,
  subtitle: { streamId: 'x', decision: 'transcode', burned: true, stream: subtitle(codec, format, language) },
});
const noSubtitles = source({ versions: source().versions.map((version) => ({ ...version, subtitles: [] })) });
const sourceWith = (change: { video?: string; resolution?: string; audio?: string; container?: string }) =>
  source({
    versions: source().versions.map((version) => ({
      ...version,
      container: { ...version.container, container: change.container ?? 'mkv' },
      video: [{ ...video(change.video ?? 'hevc', change.resolution ?? '1080'), streamId: 'v' }],
      audio: [{ ...audio(change.audio ?? 'dca', 6), streamId: 'a', isDefault: true }],
      subtitles: [],
    })),
  });

describe('a stream', () => {
  it('that plays directly needs no reason', () => {
    expect(explained(direct)).toEqual([]);
  });

  it('whose file is not known yet says so', () => {
    expect(explain(toStream(seen({ delivered: transcoded }), null))).toMatchObject([
      { code: 'unknown', confidence: 'unknown', remedy: null, evidence: { source: null, delivered: '720p H.264' } },
    ]);
    expect(explain(toStream(seen({ delivered: remuxed }), null))).toMatchObject([{ code: 'unknown' }]);
  });

  it('of which picture and sound are unknown says so once', () => {
    const audioToo = { ...transcoded, audio: { streamId: 'a', decision: 'transcode', stream: audio() } } as const;
    expect(explain(toStream(seen({ delivered: audioToo }), null))).toHaveLength(1);
  });

  it('of which Plex tells nothing has at least the reason `unknown`', () => {
    expect(explained({ ...direct, video: remuxed.video })).toMatchObject([
      { code: 'unknown', text: 'Plex does not say why this stream is converted.' },
    ]);
  });
});

describe('the picture', () => {
  it('of another codec and the same size was not taken by the player', () => {
    expect(explained(sameSize)).toEqual([
      {
        code: 'video-codec',
        confidence: 'likely',
        evidence: { source: '1080p HEVC', delivered: '1080p H.264' },
        text: 'The picture is HEVC, which this player does not take; it gets H.264.',
        remedy: 'A player that plays HEVC, or a version of the file in H.264, needs no conversion.',
      },
    ]);
  });

  it.each([['4k'], ['1080'], ['2160']])('that is also made smaller from %s can have two reasons', (resolution) => {
    expect(explained(transcoded, sourceWith({ resolution }))).toMatchObject([
      {
        code: 'unknown',
        text: 'The picture is made smaller and changed from HEVC to H.264; either can be the reason.',
      },
    ]);
  });

  it('of the same codec was encoded again for another reason', () => {
    expect(explained(transcoded, sourceWith({ video: 'h264' }))).toMatchObject([
      {
        code: 'unknown',
        text: 'The picture stays H.264 and is made smaller: for a quality setting or a limit, it is not known which.',
      },
    ]);
    expect(explained(sameSize, sourceWith({ video: 'h264' }))).toMatchObject([
      { code: 'unknown', text: 'The picture stays H.264; why it is converted is not known.' },
    ]);
  });

  it('of an unknown size is judged by its codec', () => {
    expect(explained(sameSize, sourceWith({ resolution: 'wide' }))).toMatchObject([{ code: 'video-codec' }]);
  });
});

describe('the sound', () => {
  const encoded: Delivered = { ...remuxed, audio: { streamId: 'a', decision: 'transcode', stream: audio('aac') } };

  it('of another codec was not taken by the player', () => {
    expect(explained(encoded)).toMatchObject([
      {
        code: 'audio-codec',
        confidence: 'likely',
        evidence: { source: 'DTS 5.1', delivered: 'AAC stereo' },
        text: 'The sound is DTS, which this player does not take; it gets AAC.',
      },
    ]);
  });

  it('of the same codec, or of an unknown one, has no known reason', () => {
    expect(explained(encoded, sourceWith({ audio: 'aac' }))).toMatchObject([
      { code: 'unknown', text: 'The sound stays AAC; why it is converted is not known.' },
    ]);
    expect(explain(toStream(seen({ delivered: encoded }), null))).toMatchObject([{ code: 'unknown' }]);
  });

  it('and the picture have a reason each', () => {
    const both = { ...sameSize, audio: encoded.audio };
    expect(explained(both).map(({ code }) => code)).toEqual(['video-codec', 'audio-codec']);
  });
});

describe('the container', () => {
  it('is the reason when the streams are untouched', () => {
    expect(explained(remuxed)).toMatchObject([
      {
        code: 'container',
        confidence: 'certain',
        evidence: { source: 'MKV', delivered: 'MP4' },
        text: 'The file is repackaged from MKV to MP4; picture and sound stay as they are.',
      },
    ]);
  });

  it('that stays the same is not', () => {
    expect(explained(remuxed, sourceWith({ container: 'mp4' }))).toMatchObject([{ code: 'unknown' }]);
  });
});

describe('a subtitle that is burned in', () => {
  it.each([
    [
      'pgs',
      'picture',
      'German',
      'picture-subtitle-burned',
      'The German subtitle is a picture (PGS); it must be burned in.',
    ],
    ['vobsub', 'picture', null, 'picture-subtitle-burned', 'The subtitle is a picture (VobSub); it must be burned in.'],
    [
      'ass',
      'text',
      'English',
      'text-subtitle-burned',
      'The English subtitle is text (ASS), but it is burned into the picture.',
    ],
  ] as const)('%s', (codec, format, language, code, text) => {
    expect(explained(withSubtitle(codec, format, language), noSubtitles)).toMatchObject([
      { code, text, confidence: 'certain', evidence: { delivered: 'burned into the picture' } },
    ]);
  });

  it('of an unknown kind is unknown', () => {
    expect(explained(withSubtitle('', null, 'German'), noSubtitles)).toMatchObject([
      { code: 'unknown', text: 'The German subtitle is burned into the picture; what kind it is, Plex does not say.' },
    ]);
  });

  it('is described by its source', () => {
    expect(explained(withSubtitle('ass', 'text'))).toMatchObject([{ code: 'picture-subtitle-burned' }]);
  });

  it('explains the picture: its codec is no second reason', () => {
    expect(explained({ ...sameSize, subtitle: withSubtitle('pgs', 'picture').subtitle })).toHaveLength(1);
  });
});
