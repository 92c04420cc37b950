// Tables for the mapping of `/status/sessions`.
import { describe, expect, test } from 'vitest';
import { seenSessionSchema, type SeenSession } from '../../src-contract/heard.ts';
import { asFromXml, directTrack, listOf, liveTv, mutate, player, seededRandom, transcodedFilm } from './samples.ts';
import { parseSessions } from './to-session.ts';

const silent = () => {};
const only = (entry: unknown): SeenSession => {
  const [session] = parseSessions(listOf(entry), silent) ?? [];
  if (!session) throw new Error('the sample was not read');
  return session;
};

describe('a session list', () => {
  test('a transcoded film is read whole', () => {
    expect(only(transcodedFilm())).toEqual({
      sessionKey: '41',
      terminateId: 'sess-abcdefghijklmnopqrst',
      account: { id: '1', name: 'alice', thumb: 'https://plex.tv/users/aa/avatar?c=1' },
      item: {
        guid: 'plex://movie/aa01',
        ratingKey: '9001',
        parentRatingKey: null,
        grandparentRatingKey: null,
        grandparentGuid: null,
        librarySectionId: '1',
        librarySectionTitle: 'Films',
        type: 'movie',
        purpose: 'content',
        title: 'The Lighthouse Keepers',
        parentTitle: null,
        grandparentTitle: null,
        originalTitle: 'Les Gardiens du phare',
        index: null,
        parentIndex: null,
        year: 1929,
        durationMs: 7_200_000,
        live: false,
        channel: null,
        thumb: '/library/metadata/9001/thumb/17',
        art: '/library/metadata/9001/art/17',
      },
      player: {
        title: 'Living room',
        product: 'Plex for Android (TV)',
        platform: 'Android',
        platformVersion: '11',
        device: 'Shield',
        version: '10.1.0',
        profile: 'Android',
        machineId: 'shield-1',
        address: '192.168.7.20',
        publicAddress: '203.0.113.7',
      },
      state: 'playing',
      positionMs: 600_000,
      network: { location: 'lan', secure: true, bandwidthKbps: 9100 },
      delivered: {
        mediaId: '77',
        partId: '88',
        partDecision: 'transcode',
        container: { container: 'mp4', protocol: 'dash', bitrateKbps: 8200 },
        video: {
          streamId: '501',
          decision: 'transcode',
          stream: {
            codec: 'h264',
            profile: null,
            level: null,
            bitrateKbps: 7900,
            width: 1920,
            height: 804,
            resolution: '1080',
            frameRate: 23.976,
            bitDepth: null,
            dynamicRange: null,
            interlaced: null,
            anamorphic: null,
          },
        },
        audio: {
          streamId: '502',
          decision: 'transcode',
          stream: {
            codec: 'aac',
            profile: null,
            channels: 2,
            bitrateKbps: 256,
            samplingRateHz: null,
            language: 'French',
            title: null,
          },
        },
        subtitle: {
          streamId: '503',
          decision: 'transcode',
          burned: true,
          stream: {
            codec: 'pgs',
            format: 'picture',
            language: 'Deutsch',
            title: null,
            forced: true,
            external: false,
          },
        },
      },
      transcode: {
        key: 'tr-1',
        sourceVideoCodec: 'hevc',
        sourceAudioCodec: 'dca',
        progress: 9.8,
        speed: 1.4,
        throttled: false,
        aheadMs: 112_500,
        protocol: 'dash',
        container: 'mp4',
        videoDecision: 'transcode',
        audioDecision: 'transcode',
        hardware: { requested: true, decode: 'vaapi', encode: 'vaapi', full: true },
        complete: false,
        error: false,
        startedAtMs: 1_780_000_000_500,
        maxOffsetMs: 712_500,
      },
    });
  });

  test.each([
    ['a transcoded film', transcodedFilm()],
    ['a track', directTrack()],
    ['live TV', liveTv()],
  ])('%s reads the same when every value is text, as from XML', (_, entry) => {
    expect(parseSessions(asFromXml(listOf(entry)), silent)).toEqual(parseSessions(listOf(entry), silent));
  });

  test('a track keeps its artist, album and album picture, and an IPv4 address without its IPv6 coat', () => {
    const track = only(directTrack());
    expect(track.item).toMatchObject({
      originalTitle: 'The Mole Band',
      parentTitle: 'Harbour Songs',
      grandparentTitle: 'Various Artists',
      grandparentRatingKey: '9102',
      thumb: '/library/metadata/9101/thumb/5',
      art: '/library/metadata/9102/art/5',
    });
    expect(track.player.address).toBe('192.168.7.31');
    expect(track.account).toEqual({ id: '7654321', name: 'ben', thumb: null });
    expect(track.delivered.video).toBeNull();
    expect(track.delivered.audio?.stream.samplingRateHz).toBe(44_100);
  });

  test('live TV has no ratingKey, and its TranscodeSession speaks for the streams it does not list', () => {
    const live = only(liveTv());
    expect(live.item).toMatchObject({
      ratingKey: null,
      live: true,
      title: 'Harbour News',
      channel: 'Channel 5',
      durationMs: null,
    });
    expect(live.positionMs).toBeNull();
    expect(live.delivered.video).toMatchObject({
      decision: 'copy',
      stream: { codec: 'mpeg2video', resolution: '1080', frameRate: 29.97 },
    });
    expect(live.delivered.audio).toMatchObject({ decision: 'transcode', stream: { codec: 'ac3', channels: 6 } });
    expect(live.transcode).toMatchObject({ key: 'tr-live', progress: null, speed: 0, throttled: true, aheadMs: null });
  });

  test('the TranscodeSession of `/livetv/sessions` sits inside the Media', () => {
    const { TranscodeSession, Media, ...rest } = liveTv();
    const media = Array.isArray(Media) ? Media.map((one: object) => ({ ...one, TranscodeSession })) : [];
    expect(only({ ...rest, Media: media })).toEqual(only(liveTv()));
  });

  test('an idle server sends a size and no list; something else is no session list', () => {
    expect(parseSessions({ MediaContainer: { size: 0 } }, silent)).toEqual([]);
    expect(parseSessions({ MediaContainer: { size: '0' } }, silent)).toEqual([]);
    for (const body of [
      null,
      7,
      'x',
      [],
      {},
      { error: 'x' },
      { MediaContainer: [] },
      { MediaContainer: { size: 2 } },
    ]) {
      expect(parseSessions(body, silent)).toBeNull();
    }
  });

  test('one malformed entry drops only itself, and is noted', () => {
    const noted: string[] = [];
    const sessions = parseSessions(listOf(transcodedFilm(), 'junk', { title: 'keyless' }, directTrack()), (kind) =>
      noted.push(kind),
    );
    expect(sessions?.map((session) => session.sessionKey)).toEqual(['41', '42']);
    expect(noted).toEqual(['malformed session', 'session without a key']);
  });

  test('one object in place of a list is a list of one; an answer turned from XML keeps the tags', () => {
    expect(parseSessions({ MediaContainer: { size: 1, Metadata: directTrack() } }, silent)).toHaveLength(1);
    const tagged = { MediaContainer: { size: '2', Video: [transcodedFilm()], Track: [directTrack()] } };
    expect(parseSessions(tagged, silent)?.map((session) => session.sessionKey)).toEqual(['41', '42']);
  });

  test('a session with nothing but its key is still a session', () => {
    const bare = only({ sessionKey: 5 });
    expect(seenSessionSchema.parse(bare)).toEqual(bare);
    expect(bare).toMatchObject({ sessionKey: '5', terminateId: null, state: 'playing', transcode: null });
    expect(bare.network).toEqual({ location: null, secure: null, bandwidthKbps: null });
    expect(bare.delivered).toMatchObject({ mediaId: null, partId: null, video: null, audio: null, subtitle: null });
  });

  test('no mutation of a list makes it throw, and what comes out fits the contract', () => {
    const whole = listOf(transcodedFilm(), directTrack(), liveTv());
    let read = 0;
    for (let seed = 1; seed <= 1500; seed += 1) {
      const random = seededRandom(seed);
      const body = mutate(seed % 2 === 0 ? whole : asFromXml(whole), random);
      for (const session of parseSessions(body, silent) ?? []) {
        seenSessionSchema.parse(session);
        read += 1;
      }
    }
    expect(read).toBeGreaterThan(2000);
  });
});

describe('decisions', () => {
  const withStreams = (streams: object[], more: Record<string, unknown> = {}) =>
    only(transcodedFilm({ Media: [{ Part: [{ decision: 'transcode', Stream: streams }] }], ...more })).delivered;

  test('a stream without a decision is direct play, whatever TranscodeSession is attached', () => {
    const delivered = withStreams([
      { streamType: 1, codec: 'hevc' },
      { streamType: 2, codec: 'dca' },
    ]);
    expect([delivered.video?.decision, delivered.audio?.decision]).toEqual(['direct-play', 'direct-play']);
  });

  test.each([
    ['copy', 'copy'],
    ['transcode', 'transcode'],
    ['directplay', 'direct-play'],
    ['none', 'direct-play'],
  ])('%s is %s', (word, decision) => {
    expect(withStreams([{ streamType: 1, decision: word }]).video?.decision).toBe(decision);
  });

  test('the part is transcoded also when its video is only copied', () => {
    const delivered = withStreams([
      { streamType: 1, decision: 'copy' },
      { streamType: 2, decision: 'transcode' },
    ]);
    expect([delivered.partDecision, delivered.video?.decision, delivered.audio?.decision]).toEqual([
      'transcode',
      'copy',
      'transcode',
    ]);
  });

  test('the selected media, part and stream count, else the first', () => {
    const delivered = only(
      transcodedFilm({
        Media: [
          { id: '1', Part: [{ id: '11' }] },
          {
            id: 2,
            selected: '1',
            Part: [
              { id: '21', Stream: [] },
              {
                id: '22',
                selected: 1,
                Stream: [
                  { id: '221', streamType: 1 },
                  { id: '222', streamType: 2 },
                  { id: '223', streamType: '2', selected: true },
                ],
              },
            ],
          },
        ],
      }),
    ).delivered;
    expect([delivered.mediaId, delivered.partId]).toEqual(['2', '22']);
    expect([delivered.video?.streamId, delivered.audio?.streamId]).toEqual(['221', '223']);
  });

  test('a subtitle that nobody chose is not delivered; a chosen one takes the decision of its transcode', () => {
    expect(withStreams([{ id: '9', streamType: 3, codec: 'srt' }]).subtitle).toBeNull();
    expect(withStreams([{ id: '9', streamType: 3, codec: 'srt', decision: 'copy' }]).subtitle).toMatchObject({
      decision: 'copy',
      burned: false,
    });
    expect(withStreams([{ id: '9', streamType: 3, codec: 'ass', selected: '1' }]).subtitle).toMatchObject({
      decision: 'transcode',
      burned: true,
      stream: { format: 'text' },
    });
    const direct = withStreams([{ streamType: 3, selected: true }], { TranscodeSession: undefined });
    expect(direct.subtitle).toMatchObject({ decision: 'direct-play', burned: false, stream: { format: null } });
  });
});

describe('the player and the network', () => {
  test.each([
    ['playing', 'playing'],
    ['paused', 'paused'],
    ['buffering', 'buffering'],
    ['error', 'buffering'],
    ['humming', 'playing'],
    [undefined, 'playing'],
  ])('state %s is %s', (state, expected) => {
    expect(only(transcodedFilm({ Player: player({ state }) })).state).toBe(expected);
  });

  test.each([
    ['the list says lan', { location: 'lan' }, {}, 'lan'],
    ['the list says wan', { location: 'wan' }, {}, 'wan'],
    ['the list says relay', { location: 'relay' }, {}, 'relay'],
    ['cellular is a wan', { location: 'cellular' }, {}, 'wan'],
    ['the player is relayed', { location: 'wan' }, { relayed: '1' }, 'relay'],
    ['no Session element, a local player', undefined, { local: 1 }, 'lan'],
    ['no Session element, a player elsewhere', undefined, { local: '0' }, 'wan'],
    ['nothing is said', undefined, { local: undefined }, null],
    [
      'old server, through the relay',
      { location: 'wan' },
      { relayed: undefined, remotePublicAddress: '127.0.0.1' },
      'relay',
    ],
    ['old server, at home', { location: 'lan' }, { relayed: undefined, remotePublicAddress: '127.0.0.1' }, 'lan'],
    [
      'not relayed, whatever the address',
      { location: 'wan' },
      { relayed: false, remotePublicAddress: '127.0.0.1' },
      'wan',
    ],
  ])('%s', (_, session, more, location) => {
    expect(only(transcodedFilm({ Session: session, Player: player(more) })).network.location).toBe(location);
  });

  test.each([
    [9100, 9100],
    ['9100', 9100],
    [10_000_000, null],
    [0, null],
    [undefined, null],
  ])('bandwidth %s is %s kbps', (bandwidth, expected) => {
    expect(only(transcodedFilm({ Session: { bandwidth } })).network.bandwidthKbps).toBe(expected);
  });

  test('without a Session element there is nothing to end it by', () => {
    expect(only(transcodedFilm({ Session: undefined })).terminateId).toBeNull();
    expect(only(transcodedFilm({ Session: { id: '' } })).terminateId).toBeNull();
  });

  test('a player without a name is called by its product, device or platform; DLNA has no platform', () => {
    const titled = (more: object) => only(transcodedFilm({ Player: more })).player;
    expect(titled({ title: '', product: 'DLNA', platform: '' })).toMatchObject({ title: 'DLNA', platform: 'DLNA' });
    expect(titled({ device: 'TV set' }).title).toBe('TV set');
    expect(titled({ platform: 'Roku' }).title).toBe('Roku');
    expect(titled({}).title).toBe('');
  });

  test('a session without a user takes the account from its player, or none', () => {
    expect(only(transcodedFilm({ User: undefined })).account).toEqual({ id: '1', name: null, thumb: null });
    const nobody = { User: {}, Player: player({ userID: undefined }) };
    expect(only(transcodedFilm(nobody)).account.id).toBeNull();
  });
});
