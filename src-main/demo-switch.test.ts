// The demo takes the place of a Marquee and gives it back, without a trace and without anything of its owner's.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDemoSwitch } from './demo-switch.ts';
import type { Log } from './lib/log.ts';
import type { CoreOptions } from './open-demo.ts';
import { parseFlags } from './settings/parse-flags.ts';
import { readSettings } from './settings/read-settings.ts';
import { openSecretStore } from './settings/secret-store.ts';
import { openSettingsFile } from './settings/settings-file.ts';

let dir = '';
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, for: () => silent };

const openOwn = (): CoreOptions => {
  const read = readSettings({
    flags: parseFlags(['--port', '4900']).flags,
    environment: {
      MARQUEE_DATA_DIR: dir,
      NATS_URL: 'nats://nas:4222',
      TAUTULLI_URL: 'http://nas:8181',
      PLEX_OAUTH_ISSUER: 'https://id.example.org',
    },
    file: {},
  });
  if (read.kind === 'problems') throw new Error(read.problems.join());
  const secrets = openSecretStore({ path: join(dir, 'secrets.json'), nowMs: 0, onWarning: () => {} });
  return { ...read, servers: [], file: openSettingsFile({ store: {} }), secrets };
};

/** `opened` is the data folder of each core that was opened. */
const setUp = (isBroken: (dataDir: string) => boolean = () => false) => {
  const own = openOwn();
  const opened: string[] = [];
  const failures: unknown[] = [];
  const demo = createDemoSwitch({
    own: () => own,
    reopen: async () => {
      const { dataDir } = demo.core().settings;
      opened.push(dataDir);
      if (isBroken(dataDir)) throw new Error('It does not open');
    },
    onFailure: (error) => failures.push(error),
    log: silent,
  });
  return { demo, own, opened, failures };
};

test('comes once however often it is asked for, and leaves nothing behind', async () => {
  const { demo, own, opened, failures } = setUp();
  const before = readdirSync(dir);
  expect(demo.room.end()).toEqual({ on: false });
  expect(await Promise.all([demo.room.start(), demo.room.start()])).toEqual([{ on: true }, { on: true }]);
  await demo.settled();
  const { settings, servers, origins, secrets } = demo.core();
  expect(opened).toEqual([settings.dataDir]);
  expect(settings.dataDir).not.toBe(dir);
  expect(await (await fetch(`${servers[0]?.uri}/identity`)).text()).toContain('machineIdentifier');
  // What says how Marquee is reached stays; nothing else of its owner's does, and nothing leaves this machine.
  expect(settings).toMatchObject({ port: 4900, natsUrl: null, tautulliUrl: null, oauthIssuer: null });
  expect(settings.plexTvUrl).toContain('127.0.0.1');
  expect([...origins.keys()]).toEqual(['port', 'dataDir']);
  expect(secrets.accessKey()).toBe(own.secrets.accessKey());
  secrets.keepToken('demo', 'token');
  expect(own.secrets.token('demo')).toBeNull();
  await demo.room.start();

  demo.room.end();
  await demo.settled();
  expect(opened).toEqual([settings.dataDir, dir]);
  expect(demo.core()).toBe(own);
  expect(readdirSync(dir)).toEqual([...before, 'secrets.json'].toSorted());
  await expect(fetch(`${servers[0]?.uri}/identity`)).rejects.toThrow('fetch failed');
  expect(failures).toEqual([]);
});

test('that does not open gives way to what was there', async () => {
  const { demo, own, opened, failures } = setUp((dataDir) => dataDir !== dir);
  await demo.room.start();
  await demo.settled();
  expect(opened).toEqual([join(dir, 'looking-around'), dir]);
  expect(demo.core()).toBe(own);
  expect(demo.room.state()).toEqual({ on: false });
  expect(existsSync(join(dir, 'looking-around'))).toBe(false);
  expect(failures).toEqual([]);
});

test('is over when Marquee itself does not open any more, which is told', async () => {
  const { demo, failures } = setUp((dataDir) => dataDir === dir);
  await demo.room.start();
  await demo.settled();
  demo.room.end();
  await demo.settled();
  expect(failures).toEqual([new Error('It does not open')]);
  await demo.close();
});
