import { describe, expect, it } from 'vitest';
import type { Session } from '../src-contract/session.ts';
import { burnedStream, sampleSession, sampleTranscode } from '../src-contract/text/test-samples.ts';
import { createFakeClock } from './lib/fake-clock.ts';
import { silentLog } from './lib/log.ts';
import { createTranscodeMonitor, shareCosts, type CostSample } from './transcode-monitor.ts';

const converted = (id: string, changes: Partial<Session> = {}) =>
  sampleSession({ id, startedAtMs: 0, stream: burnedStream, transcode: sampleTranscode(), ...changes });

describe('what a conversion costs', () => {
  const loads = [10, 30].map((processPercent, at) => ({ atMs: 30_000 + at * 5000, spanMs: 5000, processPercent }));

  it('is the processor while it ran, shared by those that ran at once', () => {
    const soundOnly = {
      ...burnedStream,
      video: burnedStream.video && { ...burnedStream.video, decision: 'copy' as const },
    };
    const running = [converted('a'), converted('b'), converted('c', { stream: soundOnly })];
    const shared = shareCosts(running, loads, 0, 60_000);
    expect(shared.map(({ sessionId, spanMs }) => [sessionId, spanMs])).toEqual([
      ['a', 60_000],
      ['b', 60_000],
      ['c', 60_000],
    ]);
    const percents = shared.map(({ processorPercent }) => processorPercent);
    expect(percents.reduce((sum, percent) => sum + percent, 0)).toBeCloseTo(20);
    expect(percents[0]).toBeCloseTo((20 * 30) / 61);
  });

  it('counts one that began in between from its beginning, and nothing that was counted before', () => {
    expect(shareCosts([converted('a', { startedAtMs: 45_000 })], loads, 0, 60_000)[0]?.spanMs).toBe(15_000);
    expect(shareCosts([converted('a')], loads, 40_000, 60_000)).toEqual([]);
    expect(shareCosts([], loads, 0, 60_000)).toEqual([]);
  });
});

describe('the monitor', () => {
  const start = (sessions: () => Session[], answer: () => Promise<never> | null = () => null) => {
    const clock = createFakeClock(0);
    const asked: string[] = [];
    const told: CostSample[] = [];
    const monitor = createTranscodeMonitor({
      sessions,
      loads: async (serverId) => {
        asked.push(serverId);
        return answer() ?? [{ atMs: clock.nowMs() - 1000, spanMs: 5000, processPercent: 50 }];
      },
      onCosts: (costs) => told.push(...costs),
      clock,
      log: silentLog,
    });
    return { clock, asked, told, monitor };
  };

  it('keeps the last ten minutes of each conversion, and forgets it when it has ended', () => {
    let sessions = [converted('a'), sampleSession({ id: 'direct', transcode: null })];
    const { clock, monitor } = start(() => sessions);
    clock.advance(11 * 60_000);
    const moments = monitor.series('a');
    expect(moments).toHaveLength(120);
    expect(moments.at(-1)).toMatchObject({ atMs: 11 * 60_000, speed: 1.44, aheadMs: 38_000 });
    expect(monitor.series('direct')).toEqual([]);
    sessions = [];
    clock.advance(5000);
    expect(monitor.series('a')).toEqual([]);
  });

  it('asks a server once a minute how busy it is, and only one that converts', async () => {
    const { clock, asked, told, monitor } = start(() => [
      converted('a', { serverId: 'attic' }),
      sampleSession({ id: 'b', serverId: 'cellar' }),
    ]);
    expect(monitor.cost('a')).toBeNull();
    clock.advance(65_000);
    await Promise.resolve();
    await new Promise(setImmediate);
    expect(asked).toEqual(['attic']);
    expect(told).toMatchObject([{ sessionId: 'a', serverId: 'attic', spanMs: 60_000, processorPercent: 50 }]);
    expect(monitor.cost('a')).toEqual({ processorPercent: 50, processorMs: 30_000 });
    monitor.close();
    clock.advance(600_000);
    expect(asked).toHaveLength(1);
  });

  it('goes on when a server does not say it', async () => {
    const { clock, asked, told } = start(
      () => [converted('a')],
      () => Promise.reject(new Error('no')),
    );
    clock.advance(125_000);
    await new Promise(setImmediate);
    expect(asked).toHaveLength(2);
    expect(told).toEqual([]);
  });
});
