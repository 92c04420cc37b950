// A choice that the disk does not keep is not answered as if it were in force, and a folder is one wherever Marquee starts.
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { defaultSettings, type SettingsChange } from '../../src-contract/settings.ts';
import { silentLog } from '../lib/log.ts';
import { settingsBranch } from './settings.ts';

it('says that a change and a reset were not kept', async () => {
  const full = () => {
    throw new Error('no space left on device');
  };
  const client = createRouterClient(
    settingsBranch({ get: () => defaultSettings, update: full, reset: full }, silentLog),
  );
  expect(await client.get()).toEqual(defaultSettings);
  await expect(client.update({})).rejects.toMatchObject({ code: 'SETTINGS_NOT_KEPT' });
  await expect(client.reset()).rejects.toMatchObject({ code: 'SETTINGS_NOT_KEPT' });
});

it.each([
  ['/volume1/backups', true],
  ['D:\\Backups', true],
  ['\\\\nas\\backups', true],
  [null, true],
  ['backups', false],
  ['../backups', false],
  ['/volume1\0/backups', false],
])('takes %j for a folder of backups: %s', async (folder, isTaken) => {
  const kept: unknown[] = [];
  const update = (change: SettingsChange) => {
    kept.push(change.backups?.folder);
    return defaultSettings;
  };
  const room = { get: () => defaultSettings, update, reset: () => defaultSettings };
  const answer = createRouterClient(settingsBranch(room, silentLog)).update({ backups: { folder } });
  const [{ status }] = await Promise.allSettled([answer]);
  expect(status).toBe(isTaken ? 'fulfilled' : 'rejected');
  expect(kept).toEqual(isTaken ? [folder] : []);
});
