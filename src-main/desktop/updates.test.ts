import { expect, it } from 'vitest';
import { createFakeClock } from '../lib/fake-clock.ts';
import { silentLog } from '../lib/log.ts';
import { describeUpdate, describeUpdateNews, stepUpdate, type UpdateState } from './update-state.ts';
import type { UpdateWay } from './update-way.ts';
import { createUpdates, type Updater } from './updates.ts';

const HOUR_MS = 3_600_000;

const start = (way: UpdateWay, isOffline = false, download: Promise<unknown> | null = null) => {
  const clock = createFakeClock(0);
  const states: UpdateState[] = [];
  const listeners = new Map<string, (info: { version: string }) => void>();
  const calls: string[] = [];
  const updater: Updater = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    logger: console,
    on: (news, listener) => listeners.set(news, listener),
    checkForUpdates: async () => {
      calls.push('check');
      if (isOffline) throw new Error('no internet');
      return { downloadPromise: download };
    },
    quitAndInstall: () => calls.push('install'),
  };
  const updates = createUpdates({
    way,
    load: async () => {
      calls.push('load');
      return updater;
    },
    openPage: () => calls.push('page'),
    onState: (state) => states.push(state),
    clock,
    log: silentLog,
  });
  const pass = async (ms: number) => {
    clock.advance(ms);
    // Looking is a handful of promises.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  const tell = (news: 'update-available' | 'update-downloaded', version = '1.1.0') =>
    listeners.get(news)?.({ version });
  return { updates, updater, states, calls, pass, tell };
};

it('looks a minute after the start and then daily, and downloads what it finds', async () => {
  const { updates, updater, states, calls, pass, tell } = start('install');
  await pass(59_000);
  expect(calls).toEqual([]);
  await pass(1000);
  expect(calls).toEqual(['load', 'check']);
  expect([updater.autoDownload, updater.autoInstallOnAppQuit]).toEqual([true, true]);
  tell('update-available');
  updates.act();
  tell('update-downloaded');
  expect(states.map(({ kind }) => kind)).toEqual(['downloading', 'ready']);
  expect(calls).not.toContain('install');
  updates.act();
  expect(calls.at(-1)).toBe('install');
  await pass(24 * HOUR_MS);
  expect(calls.filter((call) => call === 'check')).toHaveLength(2);
  tell('update-available');
  expect(states).toHaveLength(2);
});

it('only tells where it cannot replace itself', async () => {
  const { updates, updater, states, calls, pass, tell } = start('link');
  await pass(60_000);
  expect([updater.autoDownload, updater.autoInstallOnAppQuit]).toEqual([false, false]);
  updates.act();
  tell('update-available');
  tell('update-available');
  expect(states).toEqual([{ kind: 'out', version: '1.1.0' }]);
  updates.act();
  expect(calls).toEqual(['load', 'check', 'page']);
});

it('never looks where there is nothing to look for', async () => {
  const { calls, pass } = start('none');
  await pass(100 * HOUR_MS);
  expect(calls).toEqual([]);
});

it('looks again tomorrow when the internet is away', async () => {
  const { calls, pass } = start('install', true);
  await pass(60_000);
  await pass(24 * HOUR_MS);
  expect(calls).toEqual(['load', 'check', 'check']);
});

it('forgets a download that broke off, and begins again tomorrow', async () => {
  let breakOff = (_why: Error) => {};
  const download = new Promise((_resolve, reject) => (breakOff = reject));
  const { states, calls, pass, tell } = start('install', false, download);
  await pass(60_000);
  tell('update-available');
  breakOff(new Error('the line went dead'));
  await pass(0);
  expect(states.map(({ kind }) => kind)).toEqual(['downloading', 'none']);
  await pass(24 * HOUR_MS);
  tell('update-available');
  expect(calls.filter((call) => call === 'check')).toHaveLength(2);
  expect(states.at(-1)?.kind).toBe('downloading');
});

it('is silent after it was closed', async () => {
  const { updates, states, calls, pass, tell } = start('install');
  await pass(60_000);
  updates.close();
  tell('update-available');
  await pass(100 * HOUR_MS);
  expect(states).toEqual([]);
  expect(calls).toEqual(['load', 'check']);
});

it('takes a newer release over one that is being downloaded', () => {
  const first = stepUpdate({ kind: 'none' }, { kind: 'available', version: '1.1.0' }, 'install');
  expect(stepUpdate(first, { kind: 'available', version: '1.2.0' }, 'install')).toEqual({
    kind: 'downloading',
    version: '1.2.0',
  });
});

it('has words for what the owner can do, and disturbs only then', () => {
  const version = '1.1.0';
  expect(describeUpdate({ kind: 'none' })).toBeNull();
  expect(describeUpdate({ kind: 'ready', version })).toEqual({ label: 'Restart to update to 1.1.0', canAct: true });
  expect(describeUpdate({ kind: 'out', version })).toEqual({ label: 'Get Marquee 1.1.0…', canAct: true });
  expect(describeUpdate({ kind: 'downloading', version })?.canAct).toBe(false);
  expect(describeUpdateNews({ kind: 'downloading', version })).toBeNull();
  expect(describeUpdateNews({ kind: 'ready', version })?.title).toBe('Marquee 1.1.0 is ready');
  expect(describeUpdateNews({ kind: 'out', version })?.title).toBe('Marquee 1.1.0 is out');
});
