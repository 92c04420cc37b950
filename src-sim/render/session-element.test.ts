import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { ask } from '../test-client.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, token: 'T0' });
});
afterEach(() => sim.close());

const only = async (): Promise<unknown> => (await ask(sim, '/status/sessions', { json: true })).json;
const xml = async (): Promise<string> => (await ask(sim, '/status/sessions')).text;
const entry = (fields: object): object => ({ MediaContainer: { size: 1, Metadata: [fields] } });

test('a transcode shows what is delivered: ids as text, decisions per stream, 720p instead of 1080', async () => {
  sim.control.start({ item: 'Charade', user: 'Bruno', player: 'chrome', how: 'hd720', location: 'wan' });
  expect(await only()).toMatchObject(
    entry({
      sessionKey: '1',
      ratingKey: '1013',
      librarySectionID: '1',
      viewOffset: 0,
      User: { id: '7400001', title: 'Bruno' },
      Player: {
        state: 'playing',
        local: false,
        relayed: false,
        secure: true,
        userID: 7_400_001,
        machineIdentifier: expect.any(String),
      },
      Session: { id: expect.stringMatching(/^\w{24}$/), location: 'wan', bandwidth: 3150 },
      Media: [
        {
          id: expect.stringMatching(/^\d+$/),
          selected: true,
          container: 'mp4',
          protocol: 'dash',
          videoResolution: '720p',
          videoCodec: 'h264',
          audioCodec: 'aac',
          bitrate: 3000,
          Part: [
            {
              id: expect.stringMatching(/^\d+$/),
              decision: 'transcode',
              Stream: [
                { id: expect.any(String), decision: 'transcode', location: 'segments-video', height: 720 },
                { decision: 'transcode', codec: 'aac', channels: 2, selected: true },
              ],
            },
          ],
        },
      ],
      TranscodeSession: {
        throttled: false,
        complete: false,
        error: false,
        videoDecision: 'transcode',
        sourceAudioCodec: 'dca',
        duration: expect.any(Number),
      },
    }),
  );
});

test('direct play: no decision on any stream, no protocol, and no TranscodeSession', async () => {
  sim.control.start({ item: 'Charade' });
  const text = await xml();
  expect(text).toContain('decision="directplay"');
  expect(text.match(/decision=/g)).toHaveLength(1);
  expect(text).toMatch(/<Media [^>]*videoResolution="1080"/);
  expect(text).not.toMatch(/TranscodeSession|protocol=/);
});

test('a direct play may carry a TranscodeSession all the same', async () => {
  sim.control.start({ item: 'Charade', how: 'stray' });
  const text = await xml();
  expect(text.match(/ decision=/g)).toHaveLength(1);
  expect(text).toContain('<TranscodeSession key="/transcode/sessions/');
});

test('only the sound is converted: the picture is a copy and keeps its shape', async () => {
  sim.control.start({ item: 'Charade', how: 'audio' });
  expect(await only()).toMatchObject(
    entry({
      Media: [
        {
          videoResolution: '1080p',
          Part: [{ decision: 'transcode', Stream: [{ decision: 'copy', bitrate: 11_300 }, { decision: 'transcode' }] }],
        },
      ],
      TranscodeSession: { videoDecision: 'copy', audioDecision: 'transcode' },
    }),
  );
});

test('a burned subtitle makes the picture a transcode', async () => {
  sim.control.start({ item: 'Charade', how: 'burn' });
  expect(await only()).toMatchObject(
    entry({
      Media: [
        {
          Part: [
            {
              Stream: [
                { decision: 'transcode' },
                { decision: 'copy' },
                { streamType: 3, codec: 'pgs', decision: 'burn' },
              ],
            },
          ],
        },
      ],
      TranscodeSession: { subtitleDecision: 'burn', videoDecision: 'transcode' },
    }),
  );
});

test('through the relay: relayed, not local, and Plex still calls it wan', async () => {
  sim.control.start({ location: 'relay' });
  expect(await only()).toMatchObject(
    entry({ Player: { relayed: true, local: false, remotePublicAddress: '127.0.0.1' }, Session: { location: 'wan' } }),
  );
});

test('a track: a Track in XML, Metadata in JSON, with the performer of a compilation and loudness as text', async () => {
  sim.control.start({ item: 'Window Seat', player: 'plexamp' });
  expect(await xml()).toContain('<Track ');
  expect(await only()).toMatchObject(
    entry({
      type: 'track',
      originalTitle: 'Marguerite Vane',
      grandparentTitle: 'Various Artists',
      Media: [{ Part: [{ Stream: [{ gain: '-9.50', location: 'direct' }] }] }],
    }),
  );
});

test('a photo: no duration, no decision', async () => {
  sim.control.start({ item: 'Sheep' });
  const text = await xml();
  expect(text).toMatch(/<Photo [^>]*type="photo"/);
  expect(text).not.toMatch(/duration=|decision=/);
});

test('live TV: no ratingKey, no duration, its own key; the frame carries a passing number', async () => {
  const heard: object[] = [];
  sim.control.onFrame((frame) => frame.type === 'playing' && heard.push(...frame.elements));
  sim.control.start({ item: 'Channel Nine', how: 'remux' });
  const text = await xml();
  expect(text).toMatch(/<Video key="\/livetv\/sessions\/[\w-]+"[^>]*live="1"/);
  expect(text).not.toMatch(/ ratingKey=| viewOffset=|<Video[^>]* duration=/);
  expect(text).toMatch(/<TranscodeSession [^>]*progress="-1" size="-22"[^>]*duration="7200000"[^>]*videoCodec="\*"/);
  expect(heard).toMatchObject([
    {
      ratingKey: expect.stringMatching(/^2\d{5}$/),
      guid: expect.stringMatching(/^plex:\/\/episode\//),
      key: expect.stringMatching(/^\/livetv\/sessions\//),
      viewOffset: 0,
    },
  ]);
  expect((await ask(sim, '/livetv/sessions')).text).toMatch(/<Media [\s\S]*<TranscodeSession [\s\S]*<\/Media>/);
});

test('an older server names live TV by its guid', () => {
  const heard: object[] = [];
  sim.control.onFrame((frame) => frame.type === 'playing' && heard.push(...frame.elements));
  sim.control.start({ item: 'Channel Nine', liveKey: 'guid' });
  expect(heard).toMatchObject([{ ratingKey: expect.stringMatching(/^plex:\/\/episode\//) }]);
});

test('no Session, an empty User, no User: all three were seen', async () => {
  sim.control.start({ withSession: false });
  sim.control.start({ user: 'empty' });
  sim.control.start({ user: 'absent' });
  expect(await only()).toMatchObject({ MediaContainer: { Metadata: [{ User: { id: '1' } }, { User: {} }, {}] } });
  const text = await xml();
  expect(text.match(/<User\/>/g)).toHaveLength(1);
  expect(text.match(/<User /g)).toHaveLength(1);
  expect(text.match(/<Session /g)).toHaveLength(2);
});

test('a clip, a preroll and a theme tune are listed too', async () => {
  sim.control.start({ item: 'Metropolis, the trailer' });
  sim.control.start({ item: 'Please Switch Off Your Telephones' });
  sim.control.start({ item: 'Theme of Night Freight' });
  expect(await only()).toMatchObject({
    MediaContainer: {
      Metadata: [
        { type: 'clip' },
        { type: 'clip', librarySectionID: '-2', guid: expect.stringMatching(/^analyzed\.prerolls:/) },
        { type: 'track', guid: expect.stringMatching(/^library:/) },
      ],
    },
  });
});

test('the transcode list has bare keys', async () => {
  const { transcodeKey } = sim.control.start({ how: 'hd720' });
  const { json } = await ask(sim, '/transcode/sessions', { json: true });
  expect(json).toMatchObject({
    MediaContainer: { size: 1, TranscodeSession: [{ key: transcodeKey?.split('/').at(-1) }] },
  });
});
