// A choice that the disk does not keep is not answered as if it were in force.
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { defaultSettings } from '../../src-contract/settings.ts';
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
