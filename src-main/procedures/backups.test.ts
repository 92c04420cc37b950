// Each way in which a backup can fail has its own problem for a person, and the history stays as it is.
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { ImportRun } from '../../src-contract/import.ts';
import { silentLog } from '../lib/log.ts';
import { backupsBranch, type BackupsRoom } from './backups.ts';
import { aBackupsView, aRestored, noBackups, someBackups } from './test-backups.ts';

const open = (room: BackupsRoom, states: ImportRun['state'][] = []) =>
  createRouterClient(backupsBranch(room, { list: async () => states.map((state) => ({ state })) }, silentLog));
const wanted = { name: 'marquee-2026-11-23T16-25-00Z', settings: false };

describe('a backup', () => {
  it('is listed, made and put back', async () => {
    const client = open(someBackups, ['finished']);
    expect(await client.list()).toEqual(aBackupsView);
    expect(await client.make()).toEqual(aBackupsView);
    expect(await client.restore(wanted)).toEqual(aRestored);
  });

  it('that cannot be made says why', async () => {
    await expect(open(noBackups).make()).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: 'The backup could not be made: broken. Those from before are as they were.',
    });
    await expect(open(noBackups).restore(wanted)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    await expect(open(noBackups).list()).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
  });

  it.each(['running', 'undoing'] as const)('is not put back while an import is %s', async (state) => {
    await expect(open(someBackups, ['finished', state]).restore(wanted)).rejects.toMatchObject({
      code: 'IMPORT_RUNNING',
    });
  });

  it.each([
    ['unknown', 'UNKNOWN_BACKUP'],
    ['unreadable', 'BACKUP_UNREADABLE'],
  ] as const)('that is %s is %s', async (kind, code) => {
    const client = open({ ...someBackups, restore: async () => ({ kind }) });
    await expect(client.restore(wanted)).rejects.toMatchObject({ code });
  });
});
