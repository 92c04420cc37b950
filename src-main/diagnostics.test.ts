// The report for those who help holds what helps, and nothing that is private.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startSim } from '../src-sim/start-sim.ts';
import { createScrubber } from './diagnostics-scrub.ts';
import { createHiddenWords } from './lib/hide-secrets.ts';
import { startApp } from './test-app.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

test('a report of a Marquee that watches tells how it is, and no secret, address or name', async () => {
  const sim = await startSim({ scenario: 'quiet', seed: 7 });
  closers.push(() => sim.close());
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-report-'));
  closers.push(() => rmSync(dataDir, { recursive: true }));
  const uri = sim.uri.replace('127.0.0.1', 'localhost');
  const { app, client, key, close, get } = await startApp(dataDir, {
    PLEX_URL: uri,
    PLEX_TOKEN: sim.token,
    ENABLE_PLEX_WEBHOOKS: 'true',
    PLEX_WEBHOOK_SECRET: 'sesame-sesame',
    NATS_URL: 'nats://ann:hunter22@127.0.0.1:1',
    MARQUEE_PUBLIC_URL: 'https://films.ann.example.org',
  });
  closers.push(close);
  sim.control.start({ user: 'Celia', item: 'Nosferatu' });
  await expect.poll(() => app.snapshot().sessions.length, { timeout: 45_000 }).toBe(1);
  const [server] = app.snapshot().servers;
  const made = await client.access.createKey({ name: 'my dashboard' });
  const link = await client.access.createLink();
  const webhook = (await client.webhooks.get()).url?.split('/').at(-1) ?? '';
  await client.settings.update({
    history: { watchedPercent: 90 },
    notifications: { users: [{ id: '1', name: 'Hugo the neighbour', off: ['started'] }] },
  });
  writeFileSync(
    join(dataDir, 'logs', 'marquee.log'),
    '{"msg":"Celia at 192.168.1.77 asked http://films.home:32400/x"}\n',
    {
      flag: 'a',
    },
  );
  const report = await client.about.diagnostics();
  expect(report).toMatchObject({
    about: { version: '0.1.0', host: 'headless', directWatching: true, settingsSetAside: null },
    owner: { history: { watchedPercent: 90 }, webhooks: { on: false } },
    servers: [{ name: 'server-1', status: 'live', sessions: 1, connection: { local: true } }],
    plays: 0,
  });
  expect(report.settings).toContainEqual({ name: 'PLEX_TOKEN', value: '(set)', from: 'PLEX_TOKEN' });
  expect(report.settings).toContainEqual({
    name: 'MARQUEE_PUBLIC_URL',
    value: 'https://(address)',
    from: 'MARQUEE_PUBLIC_URL',
  });
  expect(report.settings).toContainEqual({ name: 'MARQUEE_HOST', value: '127.0.0.1', from: null });
  expect(report.log).toContainEqual(
    expect.stringMatching(/person-\d+ at \(address\) asked http:\/\/\(address\):32400\/x/),
  );
  expect(report.log.length).toBeGreaterThan(3);

  const text = JSON.stringify(report) + (await (await get('/api/v1/about/diagnostics')).text());
  const secrets = [sim.token, key, made.key, new URL(link.url).hash.slice(6), webhook, 'sesame-sesame', 'hunter22'];
  const people = ['Celia', 'Hugo', 'Nosferatu', 'ann.example', '192.168', server?.name ?? 'attic'];
  for (const word of [...secrets, ...people]) {
    expect(word.length).toBeGreaterThan(2);
    expect(text).not.toContain(word);
  }
});

const { hide } = createHiddenWords();
const scrub = createScrubber(hide, { person: ['Al', 'Ann Lee', 'Ann'], server: ['attic'] });

test.each([
  ['Ann Lee and Ann watch on attic', 'person-2 and person-3 watch on server-1'],
  ['Already in the attics', 'Already in the attics'],
  ['GET https://192-168-1-5.0123456789abcdef0123456789abcdef.plex.direct:32400/x', 'GET https://(address):32400/x'],
  ['fe80::1ff:fe23:4567:890a and 2001:db8:0:0:1:0:0:1 and ::1', '(address) and (address) and ::1'],
  ['from 203.0.113.9, to 127.0.0.1', 'from (address), to 127.0.0.1'],
  ['https://plex.tv/api/v2 and https://github.com/x', 'https://plex.tv/api/v2 and https://github.com/x'],
  ['mail ann.b+c@example.org', 'mail (e-mail)'],
  [`${homedir()}/.config`, '~/.config'],
  ['X-Plex-Token=abcdefgh1234', 'X-Plex-Token=(hidden)'],
  ['at 2026-11-23T16:30:00.000Z, version 1.43.2.10687', 'at 2026-11-23T16:30:00.000Z, version 1.43.2.10687'],
])('%s', (text, expected) => {
  expect(scrub(text)).toBe(expected);
});
