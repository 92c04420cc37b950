// Each way in which an import, a Tautulli or the past can be refused has its own problem for a person.
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../lib/log.ts';
import { importBranches, type ImportRooms } from './import.ts';
import { noImporting } from './test-importing.ts';

const open = (imports: Partial<ImportRooms['imports']>, rooms: Partial<ImportRooms> = {}) =>
  createRouterClient(
    importBranches({ ...noImporting, ...rooms, imports: { ...noImporting.imports, ...imports } }, silentLog),
  );
const wanted = { source: { kind: 'file' as const, path: '/srv/tautulli.db' } };
const broken = () => Promise.reject(new Error('the disk'));

describe('what an order is refused with', () => {
  it.each([
    [{ kind: 'running' }, 'IMPORT_RUNNING'],
    [{ kind: 'no-server' }, 'IMPORT_SERVER_UNKNOWN'],
    [{ kind: 'unknown' }, 'IMPORT_SOURCE_UNREADABLE'],
    [{ kind: 'unreadable', says: 'It is a picture.' }, 'IMPORT_SOURCE_UNREADABLE'],
  ] as const)('%j to start is %s', async (refusal, code) => {
    await expect(open({ start: async () => refusal }).imports.start(wanted)).rejects.toMatchObject({ code });
  });

  it.each([
    [{ kind: 'unknown' }, 'IMPORT_SOURCE_UNREADABLE'],
    [{ kind: 'unreadable', says: 'It is a picture.' }, 'IMPORT_SOURCE_UNREADABLE'],
  ] as const)('%j to a look is %s', async (refusal, code) => {
    await expect(open({ inspect: async () => refusal }).imports.inspect(wanted)).rejects.toMatchObject({ code });
  });

  it.each([
    [{ kind: 'running' }, 'IMPORT_RUNNING'],
    [{ kind: 'unknown' }, 'UNKNOWN_IMPORT'],
  ] as const)('%j to undo is %s', async (refusal, code) => {
    const { imports } = open({ undo: async () => refusal });
    await expect(imports.undo({ importId: 'one' })).rejects.toMatchObject({ code });
  });

  it('an import that nobody knows', async () => {
    const { imports } = open({ progress: async () => null, cancel: async () => null });
    await expect(imports.progress({ importId: 'one' })).rejects.toMatchObject({ code: 'UNKNOWN_IMPORT' });
    await expect(imports.cancel({ importId: 'one' })).rejects.toMatchObject({ code: 'UNKNOWN_IMPORT' });
  });

  it('a history that fails', async () => {
    const { imports, backfill } = open(
      { inspect: broken, start: broken, list: broken, progress: broken, cancel: broken, undo: broken },
      { backfill: { progress: broken, start: broken } },
    );
    const code = 'HISTORY_UNAVAILABLE';
    await expect(imports.inspect(wanted)).rejects.toMatchObject({ code });
    await expect(imports.start(wanted)).rejects.toMatchObject({ code });
    await expect(imports.list()).rejects.toMatchObject({ code });
    await expect(imports.progress({ importId: 'one' })).rejects.toMatchObject({ code });
    await expect(imports.cancel({ importId: 'one' })).rejects.toMatchObject({ code });
    await expect(imports.undo({ importId: 'one' })).rejects.toMatchObject({ code });
    await expect(backfill.progress()).rejects.toMatchObject({ code });
    await expect(backfill.start({ serverId: 'attic' })).rejects.toMatchObject({ code });
  });

  it('settings that cannot be kept, or are not the window’s', async () => {
    const kept = open({}, { tautulli: { ...noImporting.tautulli, update: broken } });
    await expect(kept.tautulli.update({ url: null })).rejects.toMatchObject({ code: 'SETTINGS_NOT_KEPT' });
    const fixed = open({}, { tautulli: { ...noImporting.tautulli, update: async () => null } });
    await expect(fixed.tautulli.update({ url: null })).rejects.toMatchObject({ code: 'SETTINGS_FIXED' });
  });
});
