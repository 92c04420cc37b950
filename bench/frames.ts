// From a frame that leaves Plex to a patch, and to a changed page: for a start, a pause and a stop.
import { startCore, type Core } from './core-process.ts';
import { openLiveClient, type LiveClient } from './live-client.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import type { Snapshot } from '../src-contract/live.ts';
import { formatRatio, formatSpread, machineMs, median, pause, percentile, spreadValues } from './numbers.ts';
import { openPageClient, type PageClient } from './page-client.ts';
import { startSimProcess, type SimProcess } from './sim-process.ts';
import type { Stage } from './stage.ts';

const acts = ['start', 'card', 'pause', 'stop'] as const;
type Act = (typeof acts)[number];

/** A start is shown as soon as its item is known; who started it, and how it is delivered, when the list says it. */
const names: Record<Act, string> = { start: 'start', card: 'who started', pause: 'pause', stop: 'stop' };

type Samples = Record<Act, { patchMs: number[]; pageMs: number[] }>;
type Scene = {
  sim: SimProcess;
  live: LiveClient;
  page: PageClient | null;
  samples: Samples;
  missed: { count: number };
};

const budgetMs = 40;
const lookMs = 3000;

const streams = (count: number): string => `${count} stream${count === 1 ? '' : 's'}`;

/** People do things at odd moments, and one of them must not answer for the one before. */
const rest = (): Promise<void> => pause(150 + Math.random() * 250);

/** Does one thing and waits until the patch and the page show it. */
const measure = async (
  { live, page, samples, missed }: Scene,
  act: Act,
  look: { fits: Parameters<LiveClient['until']>[1]; selector: string; text: string },
  tell: () => ReturnType<SimProcess['tell']>,
): Promise<string | null> => {
  await rest();
  const { selector, text } = look;
  const watch = await page?.watchFor({ selector, text });
  const patched = live.until(`The ${act}`, look.fits, lookMs).catch(() => null);
  const { sessionKey, frameAtMs } = await tell();
  const [patchAtMs, pageAtMs] = await Promise.all([patched, watch?.seen().catch(() => null)]);
  if (patchAtMs === null || pageAtMs === null) {
    missed.count += 1;
    return null;
  }
  samples[act].patchMs.push(Math.max(0, patchAtMs - frameAtMs));
  if (pageAtMs !== undefined) samples[act].pageMs.push(Math.max(0, pageAtMs - frameAtMs));
  return sessionKey;
};

const startOne = async (set: Scene): Promise<string | null> => {
  await rest();
  const { live, page, samples, missed, sim } = set;
  const known = live.snapshot().sessions.length;
  const [item, listed] = ['Metropolis', streams(known + 1)];
  const looks = [
    {
      act: 'start' as const,
      fits: ({ sessions, arrivals = [] }: Snapshot) => arrivals.length > 0 || sessions.length > known,
      sign: { selector: 'main p', text: `starting: ${item}`, or: listed },
    },
    {
      act: 'card' as const,
      fits: ({ sessions }: Snapshot) => sessions.length > known,
      sign: { selector: 'strong', text: listed },
    },
  ];
  const watched = await Promise.all(
    looks.map(async ({ act, fits, sign }) => {
      const watch = await page?.watchFor(sign);
      return { act, watch, patched: live.until(`The ${act}`, fits, lookMs).catch(() => null) };
    }),
  );
  const { sessionKey, frameAtMs } = await sim.tell({ kind: 'start', item, user: 'Bruno' });
  let isSeen = true;
  for (const { act, watch, patched } of watched) {
    const [patchAtMs, pageAtMs] = await Promise.all([patched, watch?.seen().catch(() => null)]);
    if (patchAtMs === null || pageAtMs === null) {
      missed.count += 1;
      isSeen = false;
      continue;
    }
    samples[act].patchMs.push(Math.max(0, patchAtMs - frameAtMs));
    if (pageAtMs !== undefined) samples[act].pageMs.push(Math.max(0, pageAtMs - frameAtMs));
  }
  return isSeen ? sessionKey : null;
};

const stopOne = (set: Scene, key: string): Promise<string | null> => {
  const { length } = set.live.snapshot().sessions;
  const look = {
    fits: ({ sessions }: { sessions: { sessionKey: string }[] }) =>
      !sessions.some(({ sessionKey }) => sessionKey === key),
    selector: 'strong',
    text: streams(length - 1),
  };
  return measure(set, 'stop', look, () => set.sim.tell({ kind: 'stop', sessionKey: key }));
};

/** A card that can be seen and plays. */
const pauseOne = async (set: Scene): Promise<void> => {
  const shown = new Set(await set.page?.cards());
  const { sessions } = set.live.snapshot();
  const playing = sessions.find(({ id, state }) => state === 'playing' && (set.page === null || shown.has(id)));
  if (!playing) return;
  const { id, sessionKey } = playing;
  const look = {
    fits: (now: { sessions: { id: string; state: string }[] }) =>
      now.sessions.some((one) => one.id === id && one.state === 'paused'),
    selector: `[data-session="${id}"]`,
    text: 'Paused',
  };
  await measure(set, 'pause', look, () => set.sim.tell({ kind: 'pause', sessionKey }));
  await set.sim.tell({ kind: 'resume', sessionKey });
};

/** What the list alone costs, which a start has to wait for. */
const timeList = async (sim: SimProcess): Promise<number[]> => {
  const samplesMs: number[] = [];
  for (let count = 0; count < 10; count += 1) {
    const askedAtMs = machineMs();
    const headers = { accept: 'application/json', 'x-plex-token': sim.token };
    await (await fetch(`${sim.uri}/status/sessions`, { headers })).text();
    samplesMs.push(machineMs() - askedAtMs);
  }
  return samplesMs;
};

const open = async (stage: Stage, sim: SimProcess, size: number) => {
  const core: Core = await startCore(stage, { sim, dataDir: await stage.makeDir() });
  const live = await openLiveClient(stage, core);
  await live.until(
    `${size} sessions`,
    ({ servers, sessions }) =>
      servers[0]?.status.kind === 'live' &&
      sessions.length >= size &&
      sessions.filter(({ stream }) => stream.confirmed).length >= size * 0.95,
    60_000,
  );
  const page = await openPageClient(stage, core);
  // The first seconds go into reading what five hundred films are made of.
  await pause(stage.options.quick ? 2000 : 10_000);
  return { live, page };
};

const measureAt = async (stage: Stage, size: 3 | 500): Promise<Row[]> => {
  const sim = await startSimProcess(stage, size === 500 ? 'storm' : 'quiet');
  if (size === 3) for (const user of ['Celia', 'Dmitri', 'Elif']) await sim.tell({ kind: 'start', user });
  const { live, page } = await open(stage, sim, size);
  const none = () => ({ patchMs: [], pageMs: [] });
  const samples: Samples = { start: none(), card: none(), pause: none(), stop: none() };
  const set: Scene = { sim, live, page, samples, missed: { count: 0 } };
  const rounds = stage.options.quick ? 6 : 20;
  const endAtMs = machineMs() + (stage.options.quick ? 12_000 : 35_000);
  for (let count = 0; count < rounds && machineMs() < endAtMs; count += 1) {
    const key = await startOne(set);
    await pauseOne(set);
    if (key !== null) await stopOne(set, key);
  }
  const listMs = await timeList(sim);
  const missed = set.missed.count === 0 ? '' : ` (${set.missed.count} not seen)`;
  return acts.flatMap((act) => {
    const { patchMs, pageMs } = samples[act];
    const toPatch = toRow({
      what: `frame → patch, ${names[act]}, ${size} sessions (p50 / p95)`,
      measured: formatSpread(patchMs) + missed,
      values: spreadValues(patchMs),
      ...(act === 'card' ? { ratio: formatRatio(median(patchMs), median(listMs), 'the list alone') } : {}),
    });
    const toPage = toRow({
      what: `frame → changed page, ${names[act]}, ${size} sessions (p50 / p95)`,
      measured: page === null ? 'no Chromium here' : formatSpread(pageMs),
      values: spreadValues(pageMs),
      ratio: formatRatio(median(pageMs), median(patchMs), 'its patch'),
      ...(act === 'card'
        ? {}
        : { budget: { says: `p95 ≤ ${budgetMs} ms`, value: percentile(pageMs, 0.95), most: budgetMs } }),
    });
    return [toPatch, toPage];
  });
};

export const framesOfFew: Measurement = { name: 'frames-3', limitMs: 120_000, run: (stage) => measureAt(stage, 3) };
export const framesOfMany: Measurement = {
  name: 'frames-500',
  limitMs: 180_000,
  run: (stage) => measureAt(stage, 500),
};
