// How the history is doing, in words for a person.
import type { MouthHealth } from '../../src-contract/live.ts';
import type { RecorderState } from './recorder.ts';
import type { Restored } from './recovery.ts';

export type Trouble = {
  recorder: RecorderState;
  restored: Restored | null;
  backupFailed: boolean;
  /** The disk has next to no room left. */
  diskFull: boolean;
};

const date = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';

const describeRecorder = ({ failure, waiting, lost }: RecorderState, diskFull: boolean): string | null => {
  if (failure === null) return lost > 0 ? `${lost} facts were lost while the history could not be written.` : null;
  const why = diskFull ? 'The disk is full' : 'The history cannot be written';
  const gone = lost > 0 ? `; ${lost} more found no place and are lost` : '';
  return `${why}. Recording is paused: ${waiting} facts wait and are written as soon as that works again${gone}.`;
};

const describeRestored = (restored: Restored | null): string | null => {
  if (restored === null) return null;
  const kept = ` What could not be read was kept as ${restored.aside.join(' and ')}.`;
  switch (restored.kind) {
    case 'without-wal':
      return `The newest part of the history could not be read and is missing.${kept}`;
    case 'backup':
      return `The history could not be read; the backup of ${date(restored.backupAtMs)} is open instead.${kept}`;
    case 'anew':
      return `The history could not be read and there was no good backup; a new one was begun.${kept}`;
  }
};

export const describeHealth = (trouble: Trouble, sinceMs: number): MouthHealth => {
  const texts = [
    describeRecorder(trouble.recorder, trouble.diskFull),
    describeRestored(trouble.restored),
    trouble.backupFailed ? 'The last backup of the history failed: the disk may be full or the file damaged.' : null,
  ].filter((text) => text !== null);
  return texts.length === 0
    ? { name: 'history', ok: true, text: null, sinceMs: null }
    : { name: 'history', ok: false, text: texts.join(' '), sinceMs };
};
