// Every cause that Plex can show, played by the simulated server over HTTP and its socket: what the app tells of it is
// held against the truth, which no answer contains.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { reasonCodeSchema } from '../src-contract/reason.ts';
import type { Session } from '../src-contract/session.ts';
import { noCause } from '../src-sim/causes/draw-caused.ts';
import { startSim, type Sim } from '../src-sim/start-sim.ts';
import { startApp } from './test-app.ts';

const patience = { timeout: 45_000, interval: 100 };
const dir = mkdtempSync(join(tmpdir(), 'marquee-'));
let sim: Sim;
let app: Awaited<ReturnType<typeof startApp>>;
const live = () => app.client.live.snapshot();

beforeAll(async () => {
  sim = await startSim({ seed: 11 });
  sim.control.setRemoteLimit(4000);
  app = await startApp(dir, { PLEX_URL: sim.uri, PLEX_TOKEN: sim.token });
  await vi.waitUntil(async () => (await live()).servers[0]?.status.kind === 'live', patience);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await sim?.close();
  rmSync(dir, { recursive: true, force: true });
});

const causes = reasonCodeSchema.options.filter((code) => code !== 'unknown');
/** Once for nothing else, once beside whatever comes along. */
const wishes = [...causes, noCause].flatMap((cause) => [
  { cause, alone: true, seed: 100 },
  { cause, alone: false, seed: 101 },
]);

type Line = { cause: string; alone: boolean; truth: readonly string[]; told: Session['reasons'] };

/** Each line as one reads it: `!` is certain, `–` is missed, `+` is told and not true. */
const write = ({ cause, alone, truth, told }: Line): string => {
  const codes = told.map(({ code }) => code);
  const all = [
    ...told.map(({ code, confidence }) => {
      const sure = confidence === 'certain' ? '!' : '';
      return truth.includes(code) ? `${code}${sure}` : `+${code}${sure}`;
    }),
    ...truth.filter((one) => !codes.some((code) => code === one)).map((one) => `–${one}`),
  ];
  return `${cause}${alone ? '' : ' and more'}: ${all.join(' ') || 'nothing'}`;
};

test('tells the true causes, misses few, and is never certain of what is not so', { timeout: 90_000 }, async () => {
  const played = wishes.map((wish) => ({ ...wish, ...sim.control.startCaused(wish) }));
  await vi.waitFor(async () => {
    const { sessions } = await live();
    expect(sessions).toHaveLength(played.length);
    expect(sessions.filter(({ stream }) => !stream.confirmed)).toEqual([]);
    expect(sessions.filter(({ item, stream }) => !item.live && stream.container.source === null)).toEqual([]);
  }, patience);
  const truth = new Map(sim.control.truth().map((play) => [play.playId, play.causes ?? []]));
  const shown = new Map((await live()).sessions.map((session) => [session.sessionKey, session]));
  const lines = played.map(({ cause, alone, playId, sessionKey }): Line => ({
    cause,
    alone,
    truth: truth.get(playId) ?? [],
    told: shown.get(sessionKey)?.reasons ?? [],
  }));
  const isWrong = ({ truth: all, told }: Line) =>
    told.some(({ code, confidence }) => confidence === 'certain' && !all.includes(code));
  expect(lines.filter(isWrong).map(write)).toEqual([]);
  expect(lines.filter(({ told }) => told.some(({ code }) => code === 'unknown')).map(write)).toEqual([]);
  expect(lines.filter(({ cause }) => cause === noCause).map(write)).toEqual([
    'none: nothing',
    'none and more: nothing',
  ]);
  // One that stands alone is told by its name, but for the few that look like another (a tall picture made smaller…).
  const missed = lines.filter(
    ({ cause, alone, told }) => alone && cause !== noCause && !told.some(({ code }) => code === cause),
  );
  expect(missed.length > 5 ? missed.map(write) : []).toEqual([]);
  const all = lines.flatMap((line) => line.truth);
  const found = lines.flatMap((line) => line.told.filter(({ code }) => line.truth.includes(code)));
  expect(found.length / all.length).toBeGreaterThan(0.7);
});

test('tells what the server converts for nobody who watches', { timeout: 60_000 }, async () => {
  const { key } = sim.control.optimise('Charade');
  await vi.waitFor(async () => {
    const { jobs, transcodes, silent } = await app.client.transcodes.active({});
    expect(jobs).toMatchObject([{ title: 'Charade (1963)', speed: Math.fround(8.2), key: key.split('/').at(-1) }]);
    expect(transcodes.filter(({ session }) => session.transcode?.key === jobs[0]?.key)).toEqual([]);
    expect(silent).toEqual([]);
  }, patience);
});

test('keeps the same reasons with the plays, and tells them there', { timeout: 60_000 }, async () => {
  const before = (await live()).sessions.filter(({ reasons }) => reasons.length > 0);
  for (const { sessionKey } of sim.control.sessions()) sim.control.stop(sessionKey);
  await vi.waitFor(async () => expect((await live()).sessions).toEqual([]), patience);
  const codesOf = ({ reasons }: Pick<Session, 'reasons'>) => reasons.map(({ code }) => code);
  const read = () => app.client.history.plays({ length: 200, includeShort: true });
  await vi.waitFor(async () => expect((await read()).items).toHaveLength(wishes.length), patience);
  const plays = new Map((await read()).items.map((play) => [play.id, codesOf(play)]));
  expect(before.map(({ id }) => plays.get(id))).toEqual(before.map(codesOf));
});
