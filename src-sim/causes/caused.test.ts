import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { ask } from '../test-client.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, seed: 2 });
});
afterEach(() => sim.close());

const truth = () => sim.control.truth().map(({ causes }) => causes);

test('the same seed plays the same thing for the same cause', async () => {
  sim.control.startCaused({ cause: 'video-codec', seed: 5 });
  const first = (await ask(sim, '/status/sessions')).text;
  const other = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, seed: 2 });
  other.control.startCaused({ cause: 'video-codec', seed: 5 });
  const second = (await ask(other, '/status/sessions')).text;
  expect(second).toBe(first);
  await other.close();
});

test('the truth knows all causes, and no answer has one', async () => {
  sim.control.startCaused({ cause: 'audio-codec', alone: true, seed: 3 });
  sim.control.startCaused({ cause: 'picture-subtitle-burned', seed: 3 });
  sim.control.start({ item: 'Charade' });
  const [alone, mixed, plain] = truth();
  expect(alone).toEqual(['audio-codec']);
  expect(mixed).toContain('picture-subtitle-burned');
  expect(plain).toBeNull();
  const paths = ['/status/sessions', '/transcode/sessions', '/:/prefs'];
  const keys = sim.control.sessions().map(({ ratingKey }) => `/library/metadata/${ratingKey}`);
  for (const path of [...paths, ...keys]) {
    const { text, status } = await ask(sim, path);
    expect(status).toBe(200);
    expect(text).not.toMatch(/audio-codec|subtitle-burned|causes/);
  }
});

test('only an owner with a limit limits anybody, and his settings say so', async () => {
  expect(() => sim.control.startCaused({ cause: 'remote-limit' })).toThrow(/no cause that this house can bring about/);
  sim.control.setRemoteLimit(3000);
  sim.control.startCaused({ cause: 'remote-limit', seed: 1 });
  expect(truth()).toEqual([expect.arrayContaining(['remote-limit'])]);
  expect((await ask(sim, '/:/prefs')).text).toMatch(/id="WanPerStreamMaxUploadRate"[^>]* value="3000"/);
  expect((await ask(sim, '/status/sessions')).text).toMatch(/location="wan"/);
});

test('what was never analysed is a file without streams; what is encoded is told with less', async () => {
  const { ratingKey } = sim.control.startCaused({ cause: 'not-analysed', seed: 1 });
  expect((await ask(sim, `/library/metadata/${ratingKey}`)).text).not.toContain('<Stream');
  const interlaced = sim.control.startCaused({ cause: 'video-interlaced', alone: true, seed: 1 });
  expect((await ask(sim, `/library/metadata/${interlaced.ratingKey}`)).text).toContain('scanType="interlaced"');
  expect((await ask(sim, '/status/sessions')).text).not.toContain('scanType');
});
