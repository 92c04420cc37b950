import { describe, expect, it } from 'vitest';
import { reasonCodeSchema } from '../reason.ts';
import { describeRemedy, describeSaving, type AdviceNumbers } from './advice.ts';
import { describeReason } from './describe-reason.ts';
import { reasonWords } from './reasons.ts';
import { burnedStream, sampleStream } from './test-samples.ts';

const codes = reasonCodeSchema.options;
const names = (many: number) => ['Faust', 'Nosferatu', 'Metropolis', 'Vampyr', 'Dracula'].slice(0, many);
const numbers = (many: number): AdviceNumbers => ({
  streams: many,
  items: names(many),
  players: names(many),
  users: names(many),
  types: ['movie'],
  languages: ['German', 'French'],
  codecs: ['HEVC'],
  limitKbps: 2000,
});
const bare = sampleStream({
  decision: 'transcode',
  container: { source: null, delivered: null, decision: 'transcode' },
  video: { source: null, delivered: null, decision: 'transcode' },
  audio: null,
});

describe('every reason', () => {
  it.each(codes)('%s is one plain sentence, whatever is known', (code) => {
    for (const confidence of ['certain', 'likely'] as const) {
      for (const stream of [burnedStream, bare]) {
        for (const player of ['Plex Web', null]) {
          const isOpen = player === null;
          const scene = { stream, player, limitKbps: isOpen ? null : 4000, remote: isOpen, otherLimit: isOpen };
          const { text, remedy } = describeReason(code, confidence, scene);
          for (const sentence of [text, remedy].filter((one) => one !== null)) {
            expect(sentence).toMatch(/^[A-Z"].*\.$/);
            expect(sentence).not.toMatch(/null|undefined|NaN|\[object|  /);
          }
        }
      }
    }
    expect(reasonWords[code].title).toMatch(/^[A-Z]/);
  });

  it.each(codes)('%s has advice with numbers, for one and for many', (code) => {
    for (const many of [1, 5]) {
      const remedy = describeRemedy(code, numbers(many));
      expect(remedy === null).toBe(reasonWords[code].remedy === null);
      expect(remedy ?? 'None.').toMatch(/^[A-Z0-9].*\.$/);
      expect(remedy ?? '').not.toMatch(/null|undefined|NaN|1 movies|1 players|5 movie |5 player |  /);
    }
  });
});

describe('the words for people', () => {
  it('count and name', () => {
    expect(describeRemedy('picture-subtitle-burned', { ...numbers(5), languages: ['German'] })).toBe(
      '5 movies (Faust, Nosferatu and others) were watched with picture subtitles in German: add a text one (SRT) in German.',
    );
    expect(describeRemedy('relay-limit', { ...numbers(2), users: ['Ada', 'Ben'] })).toBe(
      '2 viewers (Ada and Ben) are limited to 2 Mbps by the Plex relay: open the port for remote access in the router.',
    );
    expect(describeRemedy('video-level', { ...numbers(1), types: ['movie', 'episode'] })).toBe(
      '1 title (Faust) is too demanding for 1 player (Faust): a version at level 4.1 plays directly.',
    );
  });

  it('say of every saving that it is an estimate', () => {
    const saving = {
      code: 'relay-limit' as const,
      streams: 5,
      directPlays: 2,
      lighter: 1,
      playedMs: 7_200_000,
      processorMs: 600_000,
    };
    expect(describeSaving(saving)).toBe(
      'An estimate: of 5 streams 2 would have played directly and 1 would have been less work (2 h of playing), saving 10 min of the whole processor.',
    );
    expect(describeSaving({ ...saving, directPlays: 0, lighter: 0 })).toMatch(
      /^An estimate: .* none of the 5 streams\.$/,
    );
    expect(describeSaving({ ...saving, code: 'not-analysed' })).toMatch(/cannot be estimated/);
  });
});
