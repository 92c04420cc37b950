// What stands in the way of watching a server reaches a person as its own problem, and a bug of ours stays one.
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../lib/fake-clock.ts';
import { silentLog } from '../lib/log.ts';
import { toPatch } from '../watch/snapshot.ts';
import { createLiveFeed } from './live-feed.ts';
import { ServerProblem } from './server-problem.ts';
import { serversBranch } from './servers.ts';
import { aServer } from './test-pictures.ts';
import { aWatchingRoom } from './test-watching.ts';

const feed = createLiveFeed({ clock: createFakeClock(1000), toPatch });
feed.join().show({ server: aServer(), sessions: [] });
const wanted = { uri: 'http://127.0.0.1:32400', token: 'abc', trustedCertificate: null };
const failing = (error: Error) => {
  const room = { ...aWatchingRoom, add: () => Promise.reject(error) };
  return createRouterClient(serversBranch(feed, room, silentLog)).add(wanted);
};

describe('a server that cannot be watched', () => {
  it('is told with what the room knows of it', async () => {
    const problem = new ServerProblem('ALREADY_WATCHED', { serverId: 'attic', name: 'Attic' });
    await expect(failing(problem)).rejects.toMatchObject({
      code: 'ALREADY_WATCHED',
      status: 409,
      data: { serverId: 'attic', name: 'Attic' },
    });
  });

  it('says that nothing was kept when the disk is full', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    await expect(failing(full)).rejects.toMatchObject({ code: 'SETTINGS_NOT_KEPT' });
  });

  it.each([
    ['a bug', new TypeError('x is undefined')],
    ['a failure with a number', Object.assign(new Error('odd'), { code: 7 })],
    ['a failure of Node’s own', Object.assign(new Error('odd'), { code: 'ERR_INVALID_ARG_TYPE' })],
  ])('is not blamed on the disk for %s', async (_story, error) => {
    await expect(failing(error)).rejects.toBe(error);
  });
});

it('a server is asked for by its id', async () => {
  const client = createRouterClient(serversBranch(feed, aWatchingRoom, silentLog));
  expect(await client.get({ serverId: 'attic' })).toMatchObject({ name: 'Attic' });
  await expect(client.get({ serverId: 'cellar' })).rejects.toMatchObject({ code: 'UNKNOWN_SERVER' });
});
