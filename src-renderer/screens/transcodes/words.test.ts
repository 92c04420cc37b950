// The words of the transcodes screen, as an owner reads them.
import { describe, expect, it } from 'vitest';
import type { Advice, AdvisedReason } from '../../../src-contract/transcodes.ts';
import { burnedStream, sampleStream, sampleTranscode } from '../../../src-contract/text/test-samples.ts';
import {
  describeConcerned,
  describeCost,
  describeJob,
  describeMention,
  describeMonth,
  describeSilentServer,
  describeWhy,
  describeWork,
  toWeight,
  toWorkFacts,
  toWorthDoing,
} from './words.ts';

const aReason = (changes: Partial<AdvisedReason> = {}): AdvisedReason => ({
  code: 'video-codec',
  title: 'Video format not taken',
  streams: 3,
  playedMs: 3_600_000,
  processorMs: null,
  remedy: 'Keep those in H.264 too.',
  items: [],
  players: [],
  users: [],
  saving: { directPlays: 0, lighter: 0, playedMs: 0, processorMs: null, text: '' },
  ...changes,
});

const facts = (...args: Parameters<typeof toWorkFacts>) =>
  Object.fromEntries(toWorkFacts(...args).map(({ name, text }) => [name, text]));

describe('how a conversion runs', () => {
  it('names who decodes and who encodes, and what it costs', () => {
    const transcode = sampleTranscode({
      hardware: { requested: true, decode: 'vaapi', encode: 'vaapi', full: true, encodeTitle: 'Intel Alder Lake' },
    });
    expect(facts({ transcode }, { processorPercent: 12.4, processorMs: 9000 })).toEqual({
      Converted: '31 %',
      Speed: '1.4× real time',
      'Ready ahead': '38 s',
      Decoder: 'VAAPI',
      Encoder: 'VAAPI, Intel Alder Lake',
      Path: 'hardware end to end',
      Processor: '12 % while it runs',
    });
  });

  it.each([
    [
      { decode: 'nvdec', encode: 'nvenc', full: false },
      ['NVDEC', 'NVENC', 'hardware, with a detour through memory', undefined],
    ],
    [{ decode: null, encode: 'nvenc', full: false }, ['software', 'NVENC', 'half hardware, half software', undefined]],
    [{ decode: null, encode: null, full: false }, [undefined, undefined, undefined, 'software']],
    [{ decode: null, encode: null, full: true }, [undefined, undefined, 'hardware end to end', 'hardware']],
  ])('says which way the picture takes: %o', (hardware, words) => {
    const told = facts({ transcode: sampleTranscode({ hardware: { requested: true, ...hardware } }) }, null);
    expect([told['Decoder'], told['Encoder'], told['Path'], told['Converts with']]).toEqual(words);
  });

  it('says that it rests, that it is done, that only the sound is converted', () => {
    expect(facts({ transcode: sampleTranscode({ throttled: true }) }, null)['Speed']).toBe('resting, well ahead');
    const done = facts({ transcode: sampleTranscode({ complete: true }) }, null);
    expect(done['Converted']).toBe('to the end');
    expect(done['Speed']).toBeUndefined();
    const sound = facts({ transcode: sampleTranscode({ videoDecision: 'copy' }) }, null);
    expect(sound['Picture']).toBe('stays as it is');
    expect(sound['Decoder']).toBeUndefined();
    expect(facts({ transcode: null }, null)).toEqual({ Processor: 'not measured yet' });
    expect(describeCost({ processorPercent: 0.4, processorMs: 10 })).toBe('under 1 % while it runs');
  });

  it('costs next to nothing where picture and sound are only repackaged', () => {
    const transcode = sampleTranscode({ videoDecision: 'copy', audioDecision: 'copy' });
    expect(facts({ transcode }, null)).toMatchObject({ Picture: 'stays as it is', Processor: 'next to nothing' });
    expect(facts({ transcode: { ...transcode, audioDecision: 'transcode' } }, null)['Processor']).toBe(
      'not measured yet',
    );
  });

  it('counts what converts and what only repackages', () => {
    const copy = { stream: sampleStream({ decision: 'copy' }) };
    expect(describeWork([{ stream: burnedStream }, copy])).toBe('1 conversion · 1 repackaged');
    expect(describeWork([copy])).toBe('1 repackaged');
  });
});

describe('in the background', () => {
  const job = { serverId: 'a', key: 'j', title: 'Faust', ratingKey: null, thumb: null };
  it('says how far it is, or that nobody knows', () => {
    expect(describeJob({ ...job, progress: 42, speed: 20.3, remainingMs: 8000 })).toBe('42 % · 20× · 8 s to go');
    expect(describeJob({ ...job, progress: null, speed: null, remainingMs: null })).toMatch(/^waiting/);
  });

  it('says why a server keeps silent', () => {
    expect(describeSilentServer('attic', 'forbidden')).toBe(
      'attic tells only its owner what it converts in the background.',
    );
    expect(describeSilentServer('attic', 'unreachable')).toMatch(/at the moment/);
  });
});

describe('a month', () => {
  const none = { streams: 0, playedMs: 0, processorMs: null };
  const month: Advice = {
    serverId: 'a',
    fromMs: 0,
    toMs: 1,
    plays: 50,
    directPlay: { ...none, streams: 30 },
    copy: { ...none, streams: 8 },
    transcode: { streams: 12, playedMs: 9 * 3_600_000, processorMs: 90 * 60_000 },
    reasons: [],
  };

  it('is told with what it took', () => {
    expect(describeMonth(month)).toBe(
      'Of 50 plays 30 went out as they are, 8 were repackaged, 12 were converted (9 h). That took 1 h 30 min of the whole processor.',
    );
    expect(describeMonth({ ...month, plays: 38, transcode: none })).toBe(
      'Of 38 plays 30 went out as they are, 8 were repackaged, none was converted.',
    );
    expect(describeMonth({ ...month, plays: 0 })).toMatch(/^Nothing was played/);
  });

  it('offers three things to do, and none where nothing can be done', () => {
    const all = [
      aReason({ code: 'unknown', remedy: null }),
      aReason({ code: 'video-codec' }),
      aReason({ code: 'container' }),
      aReason({ code: 'relay-limit' }),
      aReason({ code: 'live-tv' }),
    ];
    expect(toWorthDoing(all).map(({ code }) => code)).toEqual(['video-codec', 'container', 'relay-limit']);
  });

  it('weighs by the processor where it was measured, else by hours', () => {
    const cheap = aReason({ playedMs: 9000, processorMs: 10 });
    const dear = aReason({ playedMs: 3000, processorMs: 40 });
    expect(toWeight(cheap, [cheap, dear])).toBe(0.25);
    const [long, short] = [aReason({ playedMs: 8000 }), aReason({ playedMs: 2000 })];
    expect(toWeight(short, [long, short])).toBe(0.25);
    expect(toWeight(aReason({ playedMs: 0 }), [aReason({ playedMs: 0 })])).toBe(0);
  });

  it('counts whom it concerns', () => {
    const faust = { id: '1', name: 'Faust', streams: 3 };
    expect(describeMention(faust)).toBe('Faust (3 times)');
    expect(describeMention({ ...faust, streams: 1 })).toBe('Faust');
    expect(describeConcerned(aReason({ items: [faust, faust], players: [faust], users: [faust, faust] }))).toBe(
      '2 titles, 1 player, 2 people',
    );
    expect(describeConcerned(aReason({ items: Array.from({ length: 20 }, () => faust) }))).toMatch(
      /^20 titles or more,/,
    );
  });
});

it('tells of what was converted the first reason in full and the others by name', () => {
  const because = (code: 'video-codec' | 'container' | 'audio-codec', text: string) => ({
    code,
    confidence: 'certain' as const,
    evidence: { source: null, delivered: null },
    text,
    remedy: null,
  });
  expect(describeWhy([because('video-codec', 'It cannot play HEVC.')])).toEqual({
    first: 'It cannot play HEVC.',
    others: null,
  });
  expect(
    describeWhy([because('video-codec', 'One.'), because('audio-codec', 'Two.'), because('container', 'Three.')])
      .others,
  ).toBe('Also: sound format not taken, packaging of the file not taken.');
  expect(describeWhy([]).first).toBe('Why is not known.');
});
