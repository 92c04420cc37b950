import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSim, type Sim } from './start-sim.ts';
import { ask } from './test-client.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await startSim({ manualClock: true, token: 'T0' });
});
afterEach(() => sim.close());

describe('spoiled answers', () => {
  test.each([401, 403, 404, 500])('%i, so many times, then it heals', async (status) => {
    sim.control.fault({ path: '/status/sessions', fault: { kind: 'status', status }, times: 2 });
    const seen = [];
    for (let n = 0; n < 3; n += 1) seen.push((await ask(sim, '/status/sessions')).status);
    expect(seen).toEqual([status, status, 200]);
  });

  test('429 says when to come back', async () => {
    sim.control.fault({ path: '/', fault: { kind: 'status', status: 429, retryAfterS: 7 } });
    expect((await ask(sim, '/identity')).headers.get('retry-after')).toBe('7');
  });

  test('a cut answer promises more than it gives', async () => {
    sim.control.fault({ path: '/library', fault: { kind: 'truncated' }, times: 1 });
    await expect(ask(sim, '/library/sections')).rejects.toThrow(/terminated|fetch failed/);
    expect((await ask(sim, '/library/sections')).status).toBe(200);
  });

  test('a slow one comes in the end', async () => {
    sim.control.fault({ path: '*', fault: { kind: 'slow', delayMs: 60 } });
    const before = performance.now();
    expect((await ask(sim, '/')).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(55);
  });

  test('one that never comes; it ends with the server', async () => {
    sim.control.fault({ path: '/', fault: { kind: 'hang' }, times: 1 });
    const waiting = ask(sim, '/').then(
      () => 'answered',
      () => 'cut',
    );
    await ask(sim, '/identity');
    await sim.control.restart();
    expect(await waiting).toBe('cut');
  });

  test('something else in place of the answer, and cleared by hand', async () => {
    const id = sim.control.fault({ path: '/status/sessions', fault: { kind: 'body', body: '<html>busy</html>' } });
    expect((await ask(sim, '/status/sessions')).text).toBe('<html>busy</html>');
    sim.control.clearFault(id);
    expect((await ask(sim, '/status/sessions')).text).toContain('<MediaContainer');
  });
});

test('the log of requests has no token, neither in headers nor in addresses', async () => {
  await ask(sim, '/status/sessions?X-Plex-Token=T0&a=1', { headers: { 'X-Plex-Client-Identifier': 'me' } });
  await ask(sim, '/identity?X-Plex-Token=T0');
  await ask(
    sim,
    '/photo/:/transcode?url=http%3A%2F%2Fme%2Flibrary%2Fmetadata%2F1001%2Fthumb%3FX-Plex-Token%3DT0&width=9&height=9',
  );
  const requests = sim.control.requests();
  expect(requests).toMatchObject([
    { method: 'GET', url: '/status/sessions?a=1', status: 200, headers: { 'x-plex-client-identifier': 'me' } },
    { method: 'GET', url: '/identity', status: 200 },
    {
      url: '/photo/:/transcode?url=http%3A%2F%2Fme%2Flibrary%2Fmetadata%2F1001%2Fthumb%3F&width=9&height=9',
      status: 200,
    },
  ]);
  expect(JSON.stringify(requests)).not.toContain('T0');
});
