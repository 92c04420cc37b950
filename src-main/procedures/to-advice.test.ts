import { describe, expect, it } from 'vitest';
import type { Play } from '../../src-contract/play.ts';
import type { ReasonCode } from '../../src-contract/reason.ts';
import { burnedStream, sampleAudio, sampleStream, sampleVideo } from '../../src-contract/text/test-samples.ts';
import { aPlay } from './test-pictures.ts';
import { aStoredTranscode } from './test-transcodes.ts';
import { KNOWN_NOTHING } from '../watch/player-known.ts';
import { learn } from '../watch/learn.ts';
import type { StoredTranscode } from '../history/transcodes.ts';
import { createAdvice, explainAgain } from './to-advice.ts';

const advise = (stored: readonly StoredTranscode[], known = KNOWN_NOTHING) => {
  const advice = createAdvice();
  for (const one of stored) advice.add(one, known);
  return advice.reasons();
};

/** Nothing but the subtitle: the bit rate is what a player asks for that wants all there is. */
const burnedOnly = {
  ...burnedStream,
  container: {
    ...burnedStream.container,
    delivered: { container: 'mp4', protocol: 'dash', bitrateKbps: 20_000 },
  },
};

const burned = (title: string, changes: Partial<Play> = {}) =>
  aStoredTranscode({
    play: aPlay({
      stream: burnedOnly,
      item: { ...aPlay().item, guid: `plex://movie/${title}`, title },
      watchedMs: 3_600_000,
      ...changes,
    }),
  });

/** 1080p H.264 that was made smaller for a relay; the player takes everything in it. */
const relayed = (processorMs: number) => {
  const hd = sampleVideo({ codec: 'h264', resolution: '1080', bitDepth: 8, dynamicRange: 'sdr', bitrateKbps: 8000 });
  const stereo = { ...sampleStream().audio?.source, codec: 'aac', channels: 2 };
  const sound = { profile: null, bitrateKbps: 128, samplingRateHz: null, language: null, title: null, ...stereo };
  const stream = sampleStream({
    decision: 'transcode',
    container: {
      source: { container: 'mp4', protocol: null, bitrateKbps: 8200 },
      delivered: { container: 'mp4', protocol: 'dash', bitrateKbps: 1900 },
      decision: 'transcode',
    },
    video: { source: hd, delivered: { ...hd, resolution: '720', bitrateKbps: 1750 }, decision: 'transcode' },
    audio: { source: sound, delivered: sound, decision: 'copy' },
  });
  const network = { location: 'relay' as const, secure: true, bandwidthKbps: 2000 };
  return aStoredTranscode({
    play: aPlay({ stream, network, watchedMs: 1000 }),
    cost: { processorMs, processorPercent: 50 },
  });
};

const told = (code: ReasonCode) => ({
  code,
  confidence: 'likely' as const,
  evidence: { source: null, delivered: null },
  text: 'told then',
  remedy: null,
});

describe('advice', () => {
  it('ranks reasons, and says what, who and what to do with numbers', () => {
    const cost = { processorMs: 90_000, processorPercent: 20 };
    const stored = [
      { ...burned('One'), cost },
      { ...burned('One'), cost },
      { ...burned('Two'), cost },
      relayed(60_000),
    ];
    const advised = advise(stored);
    expect(advised.map(({ code }) => code)).toEqual(['picture-subtitle-burned', 'relay-limit']);
    expect(advised[0]).toMatchObject({
      title: 'Picture subtitles',
      streams: 3,
      playedMs: 3 * 3_600_000,
      processorMs: 270_000,
      remedy: '2 movies (One and Two) were watched with picture subtitles in German: add a text one (SRT) in German.',
      items: [
        { id: 'plex://movie/One', name: 'One', streams: 2 },
        { id: 'plex://movie/Two', name: 'Two', streams: 1 },
      ],
    });
    expect(advised[1]).toMatchObject({
      remedy: '1 viewer (alice) is limited to 2 Mbps by the Plex relay: open the port for remote access in the router.',
      saving: {
        directPlays: 1,
        lighter: 0,
        processorMs: 60_000,
        text: 'An estimate: of 1 stream 1 would have played directly (1 s of playing), saving 60 s of the whole processor.',
      },
    });
  });

  it('counts as saved only what the player is known to take', () => {
    const [careful] = advise([burned('One')]);
    expect(careful?.saving).toMatchObject({ directPlays: 0, lighter: 0, processorMs: null });
    const direct = { ...burnedOnly, decision: 'direct-play' as const, subtitle: null };
    const container = { ...direct.container, delivered: direct.container.source, decision: 'direct-play' as const };
    const { video, audio } = direct;
    const before = {
      ...direct,
      container,
      video: video && { ...video, delivered: video.source, decision: 'direct-play' as const },
      audio: audio && { ...audio, decision: 'direct-play' as const },
    };
    const known = learn(aPlay().player, [{ stream: before, network: aPlay().network }]);
    const [surer] = advise([burned('One')], known);
    expect(surer?.saving).toMatchObject({ directPlays: 1, lighter: 0, playedMs: 3_600_000 });
  });

  it('understands old plays as today, and keeps what was told where today knows less', () => {
    const then = told('audio-codec');
    expect(explainAgain(burned('One', { reasons: [then] }), KNOWN_NOTHING)).toMatchObject([
      { code: 'picture-subtitle-burned' },
    ]);
    const bare = sampleStream({
      decision: 'transcode',
      video: { source: null, delivered: null, decision: 'transcode' },
    });
    expect(explainAgain(burned('One', { stream: bare, reasons: [then] }), KNOWN_NOTHING)).toEqual([then]);
    expect(advise([burned('One', { stream: null })])).toEqual([]);
  });

  it('names the limit that was met, the kinds of things that were watched, and whose sound it was', () => {
    const { stream } = relayed(1000).play;
    const outside = { location: 'wan' as const, secure: true, bandwidthKbps: null };
    const limited = aStoredTranscode({
      play: aPlay({ stream, network: outside }),
      evidence: { versions: [], transcode: null, limits: { remoteStreamKbps: 2000, uploadKbps: null } },
      cost: null,
    });
    expect(advise([limited])[0]).toMatchObject({ code: 'remote-limit', remedy: expect.stringContaining('to 2 Mbps') });
    const chosen = aStoredTranscode({ ...limited, evidence: null });
    expect(advise([chosen])[0]).toMatchObject({
      code: 'quality-setting',
      remedy: expect.stringContaining('mostly 2 Mbps'),
      processorMs: null,
    });
    const sound = sampleStream({
      decision: 'transcode',
      audio: {
        source: sampleAudio(),
        delivered: sampleAudio({ codec: 'aac', channels: 2, bitrateKbps: 192 }),
        decision: 'transcode',
      },
    });
    const player = { ...aPlay().player, product: null, platform: null, device: null, profile: null, title: 'Kitchen' };
    const episode = { ...aPlay().item, type: 'episode' as const, grandparentTitle: 'Les Vampires', title: 'The Ring' };
    const heard = aStoredTranscode({ play: aPlay({ stream: sound, player, item: episode }) });
    expect(advise([heard])[0]?.remedy).toBe(
      'TrueHD sound of 1 episode (Les Vampires: The Ring) cannot be played by 1 player (Kitchen): add a track in AAC. Sound alone costs the server little.',
    );
  });

  it('says what it can of plays of which little is known', () => {
    const bare = sampleStream({
      decision: 'transcode',
      container: { source: null, delivered: null, decision: 'transcode' },
      video: { source: null, delivered: null, decision: 'transcode' },
      audio: null,
    });
    const item = { ...aPlay().item, guid: null, ratingKey: null, title: 'Nobody' };
    const player = { ...aPlay().player, machineId: null };
    const reasons = [{ ...told('live-tv') }, { ...told('optimized-version') }];
    const stored = aStoredTranscode({
      play: aPlay({ stream: bare, item, player, watchedMs: null, reasons }),
      cost: null,
    });
    expect(advise([stored, stored])).toMatchObject([
      {
        code: 'live-tv',
        streams: 2,
        playedMs: 0,
        processorMs: null,
        items: [{ id: 'Nobody', name: 'Nobody', streams: 2 }],
        players: [{ id: player.title, streams: 2 }],
        saving: { directPlays: 0, lighter: 0 },
      },
    ]);
  });
});
