// Backups: copies of the history, with what the owner chose beside them; made, listed and put back.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
import { atMsSchema } from './words.ts';

const backupNameSchema = z
  .string()
  .regex(/^marquee-[\dTZ-]{20}(-before-(\d+|restore))?$/, 'the name of a backup, as they are listed');

export const backupSchema = z.object({
  name: backupNameSchema,
  atMs: atMsSchema,
  /** Of the history; what lies beside it is next to nothing. */
  bytes: z.number().int().min(0),
  /** Made before a new version changed the history, or before another backup took its place. */
  why: z.enum(['regular', 'before-update', 'before-restore']),
  /** Whether it can bring these back, too. */
  settings: z.boolean(),
  secrets: z.boolean(),
});
export type Backup = z.infer<typeof backupSchema>;

export const backupsViewSchema = z.object({
  dir: z.string(),
  /** Newest first. */
  backups: z.array(backupSchema),
  freeBytes: z.number().nullable(),
  /** Why the last try failed; null when it did not. */
  failure: z.string().nullable(),
  running: z.boolean(),
});
export type BackupsView = z.infer<typeof backupsViewSchema>;

export const restoredSchema = z.object({
  /** Finished viewings in what is open now. */
  plays: z.number().int(),
  /** The backup of what was there before; null when there was nothing. */
  before: backupNameSchema.nullable(),
  /** What lies ready and is taken at the next start. */
  atNextStart: z.array(z.enum(['settings', 'secrets'])),
});
export type Restored = z.infer<typeof restoredSchema>;

const { UNKNOWN_BACKUP, BACKUP_FAILED, BACKUP_UNREADABLE, IMPORT_RUNNING, HISTORY_UNAVAILABLE, INVALID_INPUT } =
  problems;

export const backupsContract = {
  list: oc
    .route({ method: 'GET', path: '/backups', summary: 'The backups of the history, newest first' })
    .errors({ HISTORY_UNAVAILABLE })
    .output(backupsViewSchema),
  make: oc
    .route({
      method: 'POST',
      path: '/backups',
      summary: 'Back up now; the answer comes when the copy has been checked',
    })
    .errors({ BACKUP_FAILED, HISTORY_UNAVAILABLE })
    .output(backupsViewSchema),
  restore: oc
    .route({
      method: 'POST',
      path: '/backups/{name}/restore',
      summary: 'Put a backup in the place of the history, which is backed up first',
    })
    .errors({ UNKNOWN_BACKUP, BACKUP_UNREADABLE, BACKUP_FAILED, IMPORT_RUNNING, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(
      z.strictObject({
        name: backupNameSchema,
        /** Also what was chosen in the settings then, and the secrets where the backup has them; at the next start. */
        settings: z.boolean().default(false),
      }),
    )
    .output(restoredSchema),
};
