import { describe, expect, it } from 'vitest';
import { parseJobs, parseLimits, parseLoads } from './to-load.ts';

const note = () => {};
const inside = (content: object) => ({ MediaContainer: { size: 1, ...content } });

describe('the limits of a server', () => {
  it('are two of its many settings, in kbps', () => {
    const body = inside({
      Setting: [
        { id: 'FriendlyName', value: 'Attic' },
        { id: 'WanPerStreamMaxUploadRate', value: 4000 },
        { id: 'WanTotalMaxUploadRate', value: '20000' },
      ],
    });
    expect(parseLimits(body, note)).toEqual({ remoteStreamKbps: 4000, uploadKbps: 20_000 });
  });

  it('are none where Plex writes 0 or nothing', () => {
    const body = inside({ Setting: [{ id: 'WanPerStreamMaxUploadRate', value: 0 }] });
    expect(parseLimits(body, note)).toEqual({ remoteStreamKbps: null, uploadKbps: null });
    expect(parseLimits('<html>', note)).toBeNull();
  });
});

describe('how busy a server is', () => {
  it('is told in percent, with times in seconds', () => {
    const row = { timespan: 6, at: 1_718_384_427, hostCpuUtilization: 1.276, processCpuUtilization: 0.025 };
    expect(parseLoads(inside({ StatisticsResources: [row, { at: null }] }), note)).toEqual([
      { atMs: 1_718_384_427_000, spanMs: 5000, hostPercent: 1.276, processPercent: 0.025 },
    ]);
    expect(parseLoads(inside({}), note)).toEqual([]);
    expect(parseLoads(7, note)).toBeNull();
  });
});

describe('what is converted in the background', () => {
  it('has a name, a progress and the seconds that are left', () => {
    const one = {
      type: 'transcode',
      key: '/transcode/sessions/fb7b',
      progress: 42,
      speed: 20.3,
      remaining: 8,
      title: 'Jack-Jack Attack (2008)',
      thumb: '/library/metadata/146/thumb/17',
      ratingKey: '146',
    };
    expect(parseJobs(inside({ TranscodeJob: [one] }), note)).toEqual([
      {
        key: 'fb7b',
        title: 'Jack-Jack Attack (2008)',
        ratingKey: '146',
        thumb: '/library/metadata/146/thumb/17',
        progress: 42,
        speed: 20.3,
        remainingMs: 8000,
      },
    ]);
  });

  it('may say nothing of how far it is', () => {
    expect(parseJobs(inside({ TranscodeJob: [{ progress: -1, speed: -1, remaining: -1 }] }), note)).toMatchObject([
      { key: '', title: '', progress: null, speed: null, remainingMs: null },
    ]);
    expect(parseJobs(inside({}), note)).toEqual([]);
    expect(parseJobs(null, note)).toBeNull();
  });
});
