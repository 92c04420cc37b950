// Quitting, crashing and starting again: the session that plays goes on as the same one, and becomes one play.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { playPageSchema } from '../src-contract/play.ts';
import { expectStarted, openDesktopStage, type DesktopStage } from './desktop-stage.ts';
import { expectCount, expectText, soon } from './harness.ts';

const key = 'a-key-that-only-this-test-knows';
const openStage = (options: Parameters<typeof openDesktopStage>[0] = {}) =>
  openDesktopStage({ ...options, settings: { MARQUEE_ACCESS_KEY: key } });

const ask = async ({ dataDir }: DesktopStage, path: string): Promise<unknown> => {
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')));
  const answer = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
  return answer.json();
};
const playsOf = async (stage: DesktopStage) =>
  playPageSchema.parse(await ask(stage, '/history?includeShort=true')).items;
const sessionsOf = async (stage: DesktopStage) =>
  z.array(z.object({ id: z.string() })).parse(await ask(stage, '/sessions'));

/** Whether the start of this session is on disk: facts are written in batches, a fifth of a second apart. */
const isStored = async ({ dataDir }: DesktopStage, id: string): Promise<boolean> => {
  const texts = await Promise.all(
    (await readdir(dataDir))
      .filter((name) => name.startsWith('marquee.duckdb'))
      .map((name) => readFile(join(dataDir, name), 'latin1')),
  );
  return texts.some((text) => text.includes(id));
};

/** Starts Marquee, and a film on the server; resolves when that is shown and on disk. */
const watchFilm = async (stage: DesktopStage) => {
  const marquee = await stage.start();
  await expectStarted(marquee);
  const { sessionKey } = stage.sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  await expectText((await marquee.page()).getByRole('article')).toContain('Nosferatu');
  const [session] = await sessionsOf(stage);
  await expect.poll(() => isStored(stage, session?.id ?? 'none'), soon).toBe(true);
  return { marquee, sessionKey, id: session?.id ?? '' };
};

/** Starts Marquee anew and ends the film: the same session goes on, and becomes one play. */
const expectOnePlay = async (stage: DesktopStage, film: { sessionKey: string; id: string }) => {
  const marquee = await stage.start();
  await expectStarted(marquee);
  const page = await marquee.page();
  await expectText(page.getByRole('article')).toContain('Nosferatu');
  expect(await sessionsOf(stage)).toMatchObject([{ id: film.id }]);
  stage.sim.control.stop(film.sessionKey);
  await expectCount(page.getByRole('article')).toBe(0);
  await expect.poll(async () => (await playsOf(stage)).map(({ id }) => id), soon).toEqual([film.id]);
};

it.each(['quit', 'SIGTERM'] as const)(
  'ends cleanly on %s, and takes up the open session when it is back',
  async (how) => {
    const stage = await openStage();
    const film = await watchFilm(stage);
    expect(await film.marquee.end(how)).toBe(0);
    // What it said and closed last may be heard a moment after it is gone.
    await expect.poll(film.marquee.output, soon).toContain('Marquee ended');
    await expect.poll(stage.sim.control.listeners, soon).toBe(0);
    // Checkpointed, so nothing is left to be replayed, and nothing says any more that it runs.
    expect(await readdir(stage.dataDir)).not.toContain('marquee.duckdb.wal');
    expect(await readdir(stage.dataDir)).not.toContain('running.json');
    await expectOnePlay(stage, film);
  },
);

it('doubles no play and loses none when it is killed', async () => {
  const stage = await openStage();
  const film = await watchFilm(stage);
  await film.marquee.end('SIGKILL');
  await expectOnePlay(stage, film);
});

it('is told of nothing while it sleeps, and looks again at once when it wakes', async () => {
  const stage = await openStage();
  const marquee = await stage.start();
  await expectStarted(marquee);
  await expect.poll(() => stage.sim.control.listeners(), soon).toBe(1);
  const listed = () =>
    stage.sim.control.requests().filter(({ url }) => url.split('?')[0] === '/status/sessions').length;
  const upgrades = () => stage.sim.control.requests().filter(({ url }) => url.startsWith('/:/websockets')).length;
  const before = { listed: listed(), upgrades: upgrades() };
  await marquee.inMain(`void electron.powerMonitor.emit('resume')`);
  await expect.poll(upgrades, soon).toBe(before.upgrades + 1);
  await expect.poll(listed, soon).toBeGreaterThan(before.listed);
});

it('takes another port when its own is taken, and says so', async () => {
  const stage = await openStage();
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  stage.settings['MARQUEE_PORT'] = String(port);
  const marquee = await stage.start();
  await expectStarted(marquee);
  expect(await ask(stage, '/health')).toMatchObject({
    ok: false,
    mouths: expect.arrayContaining([expect.objectContaining({ name: 'web', ok: false })]),
  });
});

it('keeps tokens and keys in the keychain, and takes over those of a file', async () => {
  const stage = await openDesktopStage();
  const secret = 'an-access-key-of-before';
  await writeFile(join(stage.dataDir, 'secrets.json'), JSON.stringify({ accessKey: secret }), { mode: 0o600 });
  const marquee = await stage.start(['--hidden']);
  await expectStarted(marquee);
  await marquee.end('quit');
  expect(await readdir(stage.dataDir)).not.toContain('secrets.json');
  const sealed = Buffer.from(await readFile(join(stage.dataDir, 'secrets.sealed'), 'utf8'), 'base64').toString(
    'latin1',
  );
  expect(sealed).toMatch(/^v11/);
  expect(sealed).not.toContain(secret);

  const again = await stage.start(['--hidden']);
  await expectStarted(again);
  const { url } = z
    .object({ url: z.string() })
    .parse(JSON.parse(readFileSync(join(stage.dataDir, 'running.json'), 'utf8')));
  const answer = await fetch(`${url}/api/v1/sessions`, { headers: { authorization: `Bearer ${secret}` } });
  expect(answer.status).toBe(200);
});

it('keeps them in a file that only the owner can read where there is no keyring, and says so', async () => {
  const stage = await openDesktopStage({ desktop: { keyring: false } });
  const marquee = await stage.start(['--hidden']);
  await expectStarted(marquee);
  expect(marquee.output()).toContain('This system has no keyring');
  expect((await stat(join(stage.dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(stage.dataDir)).not.toContain('secrets.sealed');
});
