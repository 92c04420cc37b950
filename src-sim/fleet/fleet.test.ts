import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDevice } from '../plextv/plex-tv-client.ts';
import { ask, listen } from '../test-client.ts';
import { startFleet, type Fleet } from './start-fleet.ts';
import { giveTrouble } from './trouble.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

const namesFor = async (account: string): Promise<string[]> => {
  const token = fleet.plexTv.control.newToken(account);
  const { text } = await createDevice(fleet.plexTv).ask('GET /api/v2/resources?includeHttps=1', { token });
  const list: unknown = JSON.parse(text);
  return Array.isArray(list)
    ? list.filter(({ provides }) => provides === 'server').map(({ name }) => String(name))
    : [];
};

test('ten servers of two owners; who may look sees what is shared', async () => {
  expect(await namesFor('Ada')).toEqual(['attic', 'cellar', 'garden', 'kitchen', 'study', 'garage', 'barn']);
  expect(await namesFor('Iris')).toEqual(['barn', 'mill', 'boathouse', 'lighthouse']);
  expect(await namesFor('Bruno')).toEqual(['attic', 'barn']);
  expect(new Set(fleet.sims.map(({ machineIdentifier }) => machineIdentifier)).size).toBe(10);
});

test('the healthy ones answer, each with a film of its own', async () => {
  const titles = ['attic', 'cellar', 'study', 'barn', 'boathouse', 'lighthouse'].map(
    (name) => fleet.sim(name).control.sessions()[0]?.title,
  );
  expect(new Set(titles).size).toBe(6);
  expect((await ask(fleet.sim('barn'), '/status/sessions')).status).toBe(200);
});

test('the others do not, in pages and sockets alike, until they are healed', async () => {
  expect((await ask(fleet.sim('kitchen'), '/status/sessions')).status).toBe(401);
  await expect(listen(fleet.sim('kitchen'))).rejects.toThrow('401');
  expect((await ask(fleet.sim('kitchen'), '/identity')).status).toBe(200);
  const limited = await ask(fleet.sim('mill'), '/status/sessions');
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);
  const garden = fleet.sim('garden');
  await expect(fetch(`${garden.uri}/identity`, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  const first = await Promise.race([
    listen(garden).then(() => 'open'),
    ask(fleet.sim('attic'), '/status/sessions').then(() => 'attic answered'),
  ]);
  expect(first).toBe('attic answered');
  fleet.trouble('garden', null);
  expect((await ask(garden, '/status/sessions')).status).toBe(200);
  (await listen(garden)).close();
});

test('one comes and goes', async () => {
  const { uri, control } = fleet.sim('study');
  const heal = giveTrouble(control, 'restarting', 200);
  const isThere = (): Promise<boolean> =>
    fetch(`${uri}/identity`).then(
      () => true,
      () => false,
    );
  for (const there of [false, true, false, true])
    await expect.poll(isThere, { interval: 5, timeout: 45_000 }).toBe(there);
  heal();
});
