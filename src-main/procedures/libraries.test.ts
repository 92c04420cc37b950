// A library, a person or an item that nobody knows, and a server that does not answer, each have their own problem.
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { silentLog } from '../lib/log.ts';
import { libraryBranches } from './libraries.ts';
import { aLibrary, anItemDetail, aPerson, someLibraries, somePeople } from './test-libraries.ts';

const open = (read = someLibraries.read) =>
  createRouterClient(libraryBranches({ ...someLibraries, read }, somePeople, silentLog));
const place = (section: string) => ({ server: 'attic', section });

it('a library is read anew when it is known and its server answers', async () => {
  expect(await open().libraries.read(place('2'))).toEqual(aLibrary);
  const code = 'UNKNOWN_LIBRARY';
  await expect(open().libraries.read(place('3'))).rejects.toMatchObject({ code });
  await expect(open().libraries.get(place('3'))).rejects.toMatchObject({ code });
  await expect(open().libraries.neverWatched(place('3'))).rejects.toMatchObject({ code });
  await expect(open(async () => 'unreachable').libraries.read(place('2'))).rejects.toMatchObject({
    code: 'SERVER_UNREACHABLE',
    data: { serverId: 'attic', nextTryAtMs: null },
  });
});

it('a person and an item are found by what they are called', async () => {
  const { users, items } = open();
  expect(await users.rename({ userId: '501', friendlyName: 'Aunt Ada' })).toEqual(aPerson);
  expect(await items.get({ key: anItemDetail.key })).toEqual(anItemDetail);
  await expect(users.get({ userId: '502' })).rejects.toMatchObject({ code: 'UNKNOWN_USER' });
  await expect(users.rename({ userId: '502', friendlyName: null })).rejects.toMatchObject({ code: 'UNKNOWN_USER' });
  await expect(items.get({ key: 'plex://movie/0' })).rejects.toMatchObject({ code: 'UNKNOWN_ITEM' });
});
