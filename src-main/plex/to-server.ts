// What a server says of itself, and what it is busy with.
import { type Activity, type ServerInfo } from '../../src-contract/server.ts';
import { type Note } from './oddities.ts';
import { parseContainer, parseEntries, raw, type RawActivity, type RawServer } from './schemas.ts';
import { toPercent } from './to-transcode.ts';

/** The feature that lets an owner end a stream; it comes with Plex Pass. */
const TERMINATE_FEATURE = 'session_kick';

const toServerInfo = (server: RawServer): ServerInfo | null => {
  if (server.machineIdentifier === null || server.version === null) return null;
  const features = server.ownerFeatures?.split(',').map((feature) => feature.trim()) ?? null;
  return {
    id: server.machineIdentifier,
    name: server.friendlyName ?? server.machineIdentifier,
    version: server.version,
    platform: server.platform,
    plexPass: server.myPlexSubscription,
    canTerminate: features?.includes(TERMINATE_FEATURE) ?? null,
    ownerName: server.myPlexUsername,
  };
};

const parseServer = (body: unknown): RawServer | null => raw.server.safeParse(parseContainer(body)).data ?? null;

/** The answer of `/`; null when it is not one. */
export const parseServerInfo = (body: unknown): ServerInfo | null => {
  const server = parseServer(body);
  return server && toServerInfo(server);
};

/** The answer of `/identity`; null when it is not one. */
export const parseIdentity = (body: unknown): { id: string; version: string } | null => {
  const server = parseServer(body);
  if (!server?.machineIdentifier || server.version === null) return null;
  return { id: server.machineIdentifier, version: server.version };
};

/** Null without a uuid: its end could not be told from another's. */
export const toActivity = (activity: RawActivity, uuid = activity.uuid): Activity | null =>
  uuid === null
    ? null
    : {
        uuid,
        type: activity.type ?? 'unknown',
        title: activity.title ?? activity.type ?? '',
        subtitle: activity.subtitle,
        progress: toPercent(activity.progress),
        cancellable: activity.cancellable === true,
      };

/** The answer of `/activities`; null when it is not one. */
export const parseActivities = (body: unknown, note: Note): Activity[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  return parseEntries(raw.activity, container['Activity'], 'activity', note).flatMap((entry) => {
    const activity = toActivity(entry);
    if (activity === null) note('activity without an id');
    return activity === null ? [] : [activity];
  });
};
