import { describe, expect, it } from 'vitest';
import { type SeenSession } from '../../src-contract/heard.ts';
import { type Decision } from '../../src-contract/words.ts';
import { toStream } from './deliver.ts';
import {
  aTranscode,
  anItem,
  audio,
  direct,
  remuxed,
  seen,
  source,
  subtitle,
  transcoded,
  video,
} from './test-things.ts';

type Delivered = SeenSession['delivered'];
const burned = { streamId: 's', decision: 'transcode', burned: true, stream: subtitle('pgs', 'picture') } as const;
const converted = { streamId: 's', decision: 'transcode', burned: false, stream: subtitle('srt', 'text') } as const;

describe('the decision of the whole', () => {
  it.each<[string, Delivered, Decision]>([
    ['all direct', direct, 'direct-play'],
    ['a container around copied streams', remuxed, 'copy'],
    ['a container around streams without decision', { ...direct, partDecision: 'transcode' }, 'copy'],
    ['a picture that is encoded again', transcoded, 'transcode'],
    [
      'sound that is encoded again',
      { ...remuxed, audio: { streamId: 'a', decision: 'transcode', stream: audio() } },
      'transcode',
    ],
    ['a copied stream in a direct part', { ...direct, video: remuxed.video }, 'copy'],
    ['a subtitle that is burned in', { ...remuxed, subtitle: burned }, 'transcode'],
    ['a text subtitle that is converted', { ...remuxed, subtitle: converted }, 'copy'],
    [
      'a subtitle that is sent as it is',
      { ...direct, subtitle: { ...converted, decision: 'direct-play' } },
      'direct-play',
    ],
    ['a photo without any stream', { ...direct, video: null, audio: null }, 'direct-play'],
  ])('%s', (_, delivered, decision) => {
    expect(toStream(seen({ delivered }), null).decision).toBe(decision);
  });

  it('does not follow a stray TranscodeSession', () => {
    expect(toStream(seen({ transcode: aTranscode() }), null).decision).toBe('direct-play');
  });

  it('does not need a TranscodeSession', () => {
    expect(toStream(seen({ delivered: transcoded, transcode: null }), null).decision).toBe('transcode');
  });

  it('of live TV without streams is what its TranscodeSession says', () => {
    const live = seen({
      item: anItem({ live: true }),
      delivered: { ...direct, video: null, audio: null },
      transcode: aTranscode({ videoDecision: 'copy', audioDecision: 'transcode' }),
    });
    expect(toStream(live, null)).toMatchObject({
      decision: 'transcode',
      video: { decision: 'copy', delivered: null },
      audio: { decision: 'transcode' },
    });
    expect(toStream({ ...live, transcode: null }, null)).toMatchObject({ decision: 'direct-play', video: null });
  });
});

describe('the container', () => {
  it.each<[string, Delivered, Decision]>([
    ['is direct in a direct play', direct, 'direct-play'],
    ['is a copy around copied streams, though Plex says transcode', remuxed, 'copy'],
    ['is a transcode with its streams', transcoded, 'transcode'],
  ])('%s', (_, delivered, decision) => {
    expect(toStream(seen({ delivered }), null).container.decision).toBe(decision);
  });
});

describe('the source of each part', () => {
  it('is unknown until the library was asked, even of a direct play', () => {
    expect(toStream(seen(), null)).toMatchObject({ container: { source: null }, video: { source: null } });
  });

  it('is found by media, part and stream', () => {
    const other = { ...source().versions[0], mediaId: 'm0', partId: 'p0', container: direct.container };
    const versions = [
      {
        mediaId: 'm0',
        partId: 'p0',
        container: other.container,
        optimized: false,
        video: [],
        audio: [],
        subtitles: [],
      },
      ...source().versions,
    ];
    const stream = toStream(seen({ delivered: { ...transcoded, subtitle: burned } }), source({ versions }));
    expect(stream).toMatchObject({
      container: { source: { bitrateKbps: 20_000 }, delivered: { bitrateKbps: 4000 } },
      video: { source: { codec: 'hevc' }, delivered: { codec: 'h264' } },
      audio: { source: { codec: 'dca' } },
      subtitle: { source: { codec: 'pgs' }, burned: true, decision: 'transcode' },
    });
  });

  it('is the only version there is when the ids have changed', () => {
    const delivered = { ...transcoded, mediaId: 'new', partId: 'new' };
    expect(toStream(seen({ delivered }), source()).video?.source?.codec).toBe('hevc');
  });

  it('is the only stream of its kind when Plex gives no id', () => {
    const delivered: Delivered = { ...transcoded, video: { streamId: null, decision: 'transcode', stream: video() } };
    expect(toStream(seen({ delivered }), source()).video?.source?.codec).toBe('hevc');
  });

  it('stays unknown among several, but what is played directly is its own source', () => {
    const two = source();
    const versions = [...two.versions, ...two.versions].map((version, at) => ({ ...version, mediaId: `x${at}` }));
    expect(toStream(seen({ delivered: transcoded }), source({ versions })).video?.source).toBeNull();
    expect(toStream(seen(), source({ versions })).video?.source?.codec).toBe('h264');
    expect(toStream(seen(), source({ versions: [] })).container.source).toEqual(direct.container);
  });

  it('is looked for in the right part of a film in several files', () => {
    const [version] = source().versions;
    if (!version) throw new Error('There is one version.');
    const parts = [version, { ...version, partId: 'p2', video: [{ ...video('av1'), streamId: 'v' }] }];
    const delivered = { ...transcoded, partId: 'p2' };
    expect(toStream(seen({ delivered }), source({ versions: parts })).video?.source?.codec).toBe('av1');
    expect(
      toStream(seen({ delivered: { ...delivered, partId: 'p9' } }), source({ versions: parts })).video?.source?.codec,
    ).toBe('hevc');
  });
});
