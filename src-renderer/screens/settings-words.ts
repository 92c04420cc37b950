// What the settings call the kinds of notifications, in the order in which they stand there.
import type { NoticeKind } from '../../src-contract/settings.ts';

export type KindRow = { kind: NoticeKind; says: string; hint?: string };

export const streamKinds: readonly KindRow[] = [
  { kind: 'started', says: 'Playback started' },
  { kind: 'stopped', says: 'Playback stopped' },
  { kind: 'paused-long', says: 'Paused for long' },
  { kind: 'buffering', says: 'Keeps buffering', hint: 'for 15 s, or three times in ten minutes' },
  {
    kind: 'transcode-started',
    says: 'A transcode started',
    hint: 'the tray says it too',
  },
  { kind: 'starving', says: 'A transcode cannot keep up', hint: 'slower than real time for 20 s' },
];

export const serverKinds: readonly KindRow[] = [
  { kind: 'server-down', says: 'A server is not answering' },
  { kind: 'server-up', says: 'A server is back' },
  { kind: 'remote-access-down', says: 'Remote access is lost' },
  { kind: 'remote-access-up', says: 'Remote access is back' },
  { kind: 'server-update', says: 'An update of Plex is there' },
  { kind: 'sign-in-expired', says: 'Plex no longer accepts our sign-in' },
  { kind: 'media-added', says: 'New titles in a library' },
  { kind: 'device-new', says: 'A new device', hint: 'needs the webhooks of Plex' },
];

/** `all`, `none`, or how many of them. */
export function describeExceptions(off: readonly NoticeKind[], rows: readonly KindRow[]): string {
  const silent = rows.filter(({ kind }) => off.includes(kind)).length;
  if (silent === 0) return 'told of all';
  return silent === rows.length ? 'told of nothing' : `told of ${rows.length - silent} of ${rows.length}`;
}

export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** What a time field holds; null while it is being typed. */
export function parseMinute(text: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute < 1440 ? minute : null;
}
