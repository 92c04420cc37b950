// What the owner chose survives: in parts, over restarts, and beside what it does not know.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { expect, it, onTestFinished } from 'vitest';
import { defaultSettings, type NotificationSettings } from '../../src-contract/settings.ts';
import { openOwnerSettings } from './owner-settings.ts';

const { notifications: fallback } = defaultSettings;

it('are the defaults until something is chosen', () => {
  expect(openOwnerSettings({ store: {} }).get()).toEqual(defaultSettings);
});

it('change in part, at once, and are told', () => {
  const store = openOwnerSettings({ store: {} });
  const told: NotificationSettings[] = [];
  const leave = store.onChange(({ notifications }) => void told.push(notifications));
  const quietHours = { on: true, fromMinute: 0, toMinute: 60 };
  store.update({ notifications: { kinds: { started: false }, quietHours } });
  store.update({ notifications: { pausedUntilMs: 5 } });
  leave();
  store.update({ notifications: { pausedUntilMs: null } });
  expect(told).toEqual([
    { ...fallback, kinds: { ...fallback.kinds, started: false }, quietHours },
    { ...fallback, kinds: { ...fallback.kinds, started: false }, quietHours, pausedUntilMs: 5 },
  ]);
  expect(store.get().notifications.pausedUntilMs).toBeNull();
});

it('go back to how Marquee came', () => {
  const store = openOwnerSettings({ store: {} });
  store.update({ notifications: { everyEpisode: true, users: [{ id: '7', name: 'alice', off: ['started'] }] } });
  expect(store.reset()).toEqual(defaultSettings);
  expect(store.get()).toEqual(defaultSettings);
});

it('are in the file for the next start, beside the rest of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const open = () => new Conf({ cwd: folder, configName: 'settings' });
  open().store = { host: '0.0.0.0' };
  openOwnerSettings(open()).update({ notifications: { everyEpisode: true } });
  expect(openOwnerSettings(open()).get().notifications.everyEpisode).toBe(true);
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ host: '0.0.0.0' });
});

it.each<[string, unknown, Partial<NotificationSettings>]>([
  ['nothing of it', 'broken', {}],
  ['one field', { everyEpisode: true, pausedLongMinutes: -3 }, { everyEpisode: true }],
  ['one kind', { kinds: { started: 'yes' } }, {}],
  ['only some kinds', { kinds: { started: false } }, { kinds: { ...fallback.kinds, started: false } }],
  [
    'a kind of a newer Marquee',
    { kinds: { 'full-moon': true, started: false } },
    { kinds: { ...fallback.kinds, started: false } },
  ],
])('where the file makes sense in %s', (_what, notifications, expected) => {
  expect(openOwnerSettings({ store: { notifications } }).get().notifications).toEqual({ ...fallback, ...expected });
});

it('that cannot be written stay as they were', () => {
  const file = {
    get store() {
      return {};
    },
    set store(_values: Record<string, unknown>) {
      throw new Error('ENOSPC');
    },
  };
  const store = openOwnerSettings(file);
  expect(() => store.update({ notifications: { everyEpisode: true } })).toThrow('ENOSPC');
  expect(store.get()).toEqual(defaultSettings);
});
