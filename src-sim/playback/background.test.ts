import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { ask } from '../test-client.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, seed: 2 });
});
afterEach(() => sim.close());

const read = async (path: string): Promise<unknown> => (await ask(sim, path, { json: true })).json;

test('an optimised version is told as a job, among the conversions and on the socket, and is there when it is done', async () => {
  const said: string[] = [];
  sim.control.onFrame(({ type }) => said.push(type));
  const { key } = sim.control.optimise('Charade', 10);
  sim.control.advance(60_000);
  expect(await read('/status/sessions/background')).toMatchObject({
    MediaContainer: {
      size: 1,
      TranscodeJob: [{ key, type: 'transcode', title: 'Charade (1963)', progress: 8, speed: 10, remaining: 620 }],
    },
  });
  expect(await read('/transcode/sessions')).toMatchObject({
    MediaContainer: { TranscodeSession: [{ key: key.split('/').at(-1), context: 'static' }] },
  });
  expect(await read('/status/sessions')).toMatchObject({ MediaContainer: { size: 0 } });
  sim.control.advance(700_000);
  expect(await read('/status/sessions/background')).toEqual({ MediaContainer: { size: 0 } });
  expect(said).toContain('transcodeSession.start');
  expect(said.at(-1)).toBe('transcodeSession.end');
  expect(JSON.stringify(await read('/library/metadata/1013'))).toContain('Optimized for Mobile');
});

test('one that the owner gives up is gone', async () => {
  const { key } = sim.control.optimise('Charade');
  expect((await ask(sim, key, { method: 'DELETE' })).status).toBe(200);
  expect((await ask(sim, key, { method: 'DELETE' })).status).toBe(404);
  expect(await read('/status/sessions/background')).toEqual({ MediaContainer: { size: 0 } });
});
