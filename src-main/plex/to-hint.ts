// A message of Plex's notification socket as hints; what cannot be read or is not for us is left out and counted.
import { hintSchema, type Hint } from '../../src-contract/heard.ts';
import { toRecord } from './lenient.ts';
import { type Note } from './oddities.ts';
import { parseEntries, raw } from './schemas.ts';
import { toRatingKey } from './to-item.ts';
import { toActivity } from './to-server.ts';
import { toTranscode, toTranscodeKey } from './to-transcode.ts';

/** Known, and of no use to us. */
const IGNORED = new Set([
  'account',
  'backgroundProcessingQueue',
  'log',
  'ping',
  'preference',
  'progress',
  'provider.content.change',
]);

type Entries = { list: unknown; note: Note };
type ToHints = (entries: Entries) => (Hint | null)[];

const playing: ToHints = ({ list, note }) =>
  parseEntries(raw.playing, list, 'playing message', note).map((message) => {
    const hint = hintSchema.safeParse({
      kind: 'playing',
      sessionKey: message.sessionKey,
      ratingKey: toRatingKey(message.ratingKey),
      clientId: message.clientIdentifier,
      state: message.state,
      positionMs: message.viewOffset !== null && message.viewOffset >= 0 ? message.viewOffset : null,
      transcodeKey: toTranscodeKey(message.transcodeSession),
    });
    return hint.data ?? null;
  });

const transcode =
  (phase: 'start' | 'update' | 'end'): ToHints =>
  ({ list, note }) =>
    parseEntries(raw.transcodeSession, list, 'transcode message', note).map((message) => {
      if (toTranscodeKey(message.key) === null) return null;
      const of = { positionMs: null, durationMs: null, live: false };
      return { kind: 'transcode', phase, transcode: toTranscode(message, of) };
    });

/** Plex's numbers (Tautulli activity_handler.py): 0 created, 1 progress, 2 to 4 at work, 5 done, 9 deleted. */
const toTimelinePhase = (state: number | null) => {
  if (state === 0) return 'created';
  if (state !== null && state >= 1 && state <= 4) return 'processing';
  if (state === 5) return 'done';
  return state === 9 ? 'deleted' : null;
};

/** -1 and 0 are no items. */
const toItemId = (id: string | null): string | null => (id === null || id === '-1' || id === '0' ? null : id);

const timeline: ToHints = ({ list, note }) =>
  parseEntries(raw.timeline, list, 'timeline message', note).flatMap((message) => {
    // Guides and recorders speak here too, of things that are in no library.
    if (message.identifier !== null && message.identifier !== 'com.plexapp.plugins.library') return [];
    const phase = toTimelinePhase(message.state);
    if (phase === null) return [null];
    return [
      {
        kind: 'timeline',
        sectionId: toItemId(message.sectionID),
        itemId: toItemId(message.itemID),
        parentItemId: toItemId(message.parentItemID),
        rootItemId: toItemId(message.rootItemID),
        itemType: message.type ?? -1,
        title: message.title ?? '',
        phase,
        metadataState: message.metadataState,
      },
    ];
  });

const activity: ToHints = ({ list, note }) =>
  parseEntries(raw.activityNotification, list, 'activity message', note).map((message) => {
    const { event: phase, Activity: about } = message;
    if (!about || (phase !== 'started' && phase !== 'updated' && phase !== 'ended')) return null;
    const found = toActivity(about, about.uuid ?? message.uuid);
    return found && { kind: 'activity', phase, activity: found };
  });

const status: ToHints = ({ list, note }) =>
  parseEntries(raw.status, list, 'status message', note).map((message) => ({
    kind: 'status',
    name: message.notificationName ?? '',
    title: message.title ?? '',
    description: message.description ?? '',
  }));

const reachability: ToHints = ({ list, note }) =>
  parseEntries(raw.reachability, list, 'reachability message', note).map(({ reachability: reachable }) =>
    reachable === null ? null : { kind: 'reachability', reachable },
  );

const update: ToHints = ({ list, note }) =>
  parseEntries(raw.update, list, 'update message', note).map((message) => ({
    kind: 'update',
    version: message.version,
    state: message.state ?? '',
  }));

/** By message type: the key that holds its entries, and how they are read. */
const KINDS: Record<string, { key: string; toHints: ToHints }> = {
  playing: { key: 'PlaySessionStateNotification', toHints: playing },
  timeline: { key: 'TimelineEntry', toHints: timeline },
  activity: { key: 'ActivityNotification', toHints: activity },
  status: { key: 'StatusNotification', toHints: status },
  reachability: { key: 'ReachabilityNotification', toHints: reachability },
  'transcodeSession.update': { key: 'TranscodeSession', toHints: transcode('update') },
  'transcodeSession.start': { key: 'TranscodeSession', toHints: transcode('start') },
  'transcodeSession.end': { key: 'TranscodeSession', toHints: transcode('end') },
  'update.statechange': { key: 'AutoUpdateNotification', toHints: update },
};

/** The event stream sends the entries without the container and its type; the key then tells. */
const toType = (container: Record<string, unknown>): string | null => {
  if (typeof container['type'] === 'string') return container['type'];
  return Object.keys(KINDS).find((type) => (KINDS[type]?.key ?? '') in container) ?? null;
};

/**
 * A parsed frame: `{ NotificationContainer: { type, size, <Key>: [...] } }`, or the inner part alone. Numbers may be
 * text, a list may be one object, and `size` is not trusted. Never throws.
 */
export const toHints = (frame: unknown, note: Note): Hint[] => {
  const outer = toRecord(frame);
  const container = outer && 'NotificationContainer' in outer ? toRecord(outer['NotificationContainer']) : outer;
  const type = container && toType(container);
  if (!container || type === null) {
    note('malformed message');
    return [];
  }
  if (IGNORED.has(type)) return [];
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!kind) {
    note(`unknown message type ${type.replace(/[^\w.]/g, '').slice(0, 40)}`);
    return [];
  }
  const hints = kind.toHints({ list: container[kind.key], note });
  const readable = hints.filter((hint) => hint !== null);
  for (let missing = hints.length - readable.length; missing > 0; missing -= 1) note(`incomplete ${type} message`);
  return readable;
};

/** The text of a frame. */
export const parseFrame = (text: string, note: Note): Hint[] => {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    note('message that is not JSON');
    return [];
  }
  return toHints(frame, note);
};
