import { expect, test } from 'vitest';
import { openSettingsFile } from './settings-file.ts';
import { migrateSettings } from './migrate-settings.ts';

const servers = [{ id: 'a', name: 'attic', uri: 'http://a' }];

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['an empty one', {}, { version: 2 }],
  [
    'one without a number',
    { port: 1, webhooks: true, servers },
    { version: 2, port: 1, webhooks: { on: true }, servers },
  ],
  ['webhooks in words', { webhooks: 'false' }, { version: 2, webhooks: { on: false } }],
  ['webhooks that say nothing', { webhooks: 'perhaps' }, { version: 2 }],
  ['a number that is none', { version: 'two', webhooks: true }, { version: 2, webhooks: { on: true } }],
  ['one of today', { version: 2, webhooks: { on: true } }, { version: 2, webhooks: { on: true } }],
  ['one of a newer Marquee', { version: 7, webhooks: 'full' }, { version: 7, webhooks: 'full' }],
])('%s is read as one of today', (_which, values, expected) => {
  expect(migrateSettings(values)).toEqual(expected);
});

test('an old file is read, and written anew with the first change', () => {
  const file = { store: { host: '0.0.0.0', webhooks: true, notifications: { everyEpisode: true } } };
  const { owner, values } = openSettingsFile(file);
  expect(owner.get()).toMatchObject({ webhooks: { on: true }, notifications: { everyEpisode: true } });
  expect(values()).toEqual({ host: '0.0.0.0' });
  expect(file.store).not.toHaveProperty('version');
  owner.update({ history: { watchedPercent: 90 } });
  expect(file.store).toMatchObject({ version: 2, host: '0.0.0.0', webhooks: { on: true } });
  expect(openSettingsFile(file).owner.get().history.watchedPercent).toBe(90);
});

test('the file of a newer Marquee keeps its number and what only that one knows', () => {
  const file = { store: { version: 7, history: { watchedPercent: 'most', moon: true }, later: 1 } };
  const { owner } = openSettingsFile(file);
  expect(owner.get().history.watchedPercent).toBe(85);
  owner.update({ webhooks: { on: true } });
  expect(file.store).toMatchObject({ version: 7, later: 1, webhooks: { on: true } });
});
