// Where there is no desktop, whatever is asked of one says so.
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { silentLog } from '../lib/log.ts';
import { desktopBranch } from './desktop.ts';

it('without a desktop there is nothing to see, and nothing to change', async () => {
  const client = createRouterClient(desktopBranch(null, silentLog));
  expect(await client.get()).toBeNull();
  const code = 'NO_DESKTOP';
  await expect(client.startAtLogin({ on: true })).rejects.toMatchObject({ code });
  await expect(client.chooseDatabase()).rejects.toMatchObject({ code });
  await expect(client.attach({ link: 'http://nas.local:4848/#code=abc' })).rejects.toMatchObject({ code });
  await expect(client.detach({ marqueeId: 'nas' })).rejects.toMatchObject({ code });
  await expect(client.show({ marqueeId: 'nas' })).rejects.toMatchObject({ code });
});
