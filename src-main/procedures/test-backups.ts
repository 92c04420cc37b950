// Backups as procedures need them, for tests: where none can be had, and where everything went well.
import type { BackupsView, Restored } from '../../src-contract/backup.ts';
import type { BackupsRoom } from './backups.ts';

const refuse = () => Promise.reject(new Error('broken'));

export const noBackups: BackupsRoom = { view: refuse, make: refuse, restore: refuse };

const name = 'marquee-2026-11-23T16-25-00Z';

export const aBackupsView: BackupsView = {
  dir: '/data/backups',
  backups: [{ name, atMs: 1000, bytes: 4096, why: 'regular', settings: true, secrets: false }],
  freeBytes: 1e9,
  failure: null,
  running: false,
};

export const aRestored: Restored = { plays: 12, before: `${name}-before-restore`, atNextStart: ['settings'] };

export const someBackups: BackupsRoom = {
  view: async () => aBackupsView,
  make: async () => aBackupsView,
  restore: async (wanted) => (wanted.name === name ? { kind: 'restored', restored: aRestored } : { kind: 'unknown' }),
};
