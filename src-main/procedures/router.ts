// Joins the branches of the contract into the one router that every transport serves.
import { implement, ORPCError, ValidationError } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import { problems } from '../../src-contract/problem.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { aboutBranch, type AboutRoom } from './about.ts';
import { accessBranch, type AccessRoom } from './access.ts';
import { adviceBranch } from './advice.ts';
import { authBranches, type SignInRoom } from './auth.ts';
import { desktopBranch, type DesktopRoom } from './desktop.ts';
import { describeFields, describeIssues } from './describe-issues.ts';
import { eventsBranch } from './events.ts';
import { gapsBranch, type GapsRoom } from './gaps.ts';
import { healthBranch, type HealthRoom } from './health.ts';
import { backupsBranch, type BackupsRoom } from './backups.ts';
import { chartsBranch, type ChartsRoom } from './charts.ts';
import { demoBranch, type DemoRoom } from './demo.ts';
import { historyBranch, type HistoryRoom } from './history.ts';
import { importBranches, type ImportRooms } from './import.ts';
import { libraryBranches, type LibrariesRoom, type PeopleRoom } from './libraries.ts';
import { createKnownPlayers } from './known-players.ts';
import { liveBranch } from './live.ts';
import type { LiveFeed } from './live-feed.ts';
import type { NewsFeed } from './news-feed.ts';
import { plexBranch } from './plex.ts';
import type { PlexServers } from './plex-servers.ts';
import { publishingBranch, type PublishingRoom } from './publishing.ts';
import { serversBranch, type WatchingRoom } from './servers.ts';
import { sessionsBranch, type FindWatcher } from './sessions.ts';
import { settingsBranch, type SettingsRoom } from './settings.ts';
import { sqlBranch, type SqlRoom } from './sql.ts';
import type { ToldFeed } from './told-feed.ts';
import { transcodesBranch, type TranscodesRoom } from './transcodes.ts';
import { webhooksBranch, type WebhookRegistry, type WebhooksRoom } from './webhooks.ts';

export type Rooms = {
  live: Pick<LiveFeed, 'snapshot' | 'watch'>;
  news: NewsFeed;
  /** The watcher of the server on which this session plays, or null. */
  watchers: FindWatcher;
  backups: BackupsRoom;
  sql: SqlRoom;
  history: HistoryRoom & ChartsRoom & PeopleRoom;
  libraries: LibrariesRoom;
  gaps: GapsRoom;
  importing: ImportRooms;
  settings: SettingsRoom;
  /** Null where there is none. */
  desktop: DesktopRoom | null;
  /** Null where there is none. */
  demo: DemoRoom | null;
  webhooks: WebhooksRoom;
  publishing: PublishingRoom;
  access: AccessRoom;
  /** Signing in at plex.tv, and who is signed in. */
  signIn: SignInRoom & WebhookRegistry;
  about: AboutRoom;
  health: HealthRoom;
  /** The watched servers, to be asked for more than the live picture holds. */
  servers: PlexServers;
  watching: WatchingRoom;
  transcodes: TranscodesRoom;
  events: Pick<ToldFeed, 'watch'>;
  clock: Clock;
  log: Log;
};

/** What zod says of a wrong input, as the contract's own problem; anything else that is not a problem is a bug. */
const toProblem = (thrown: unknown, procedure: string, log: Log): Error => {
  const error = toError(thrown);
  if (error instanceof ORPCError && error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
    const fields = describeIssues(error.cause.issues);
    const { status, message } = problems.INVALID_INPUT;
    return new ORPCError('INVALID_INPUT', {
      status,
      message: `${message} ${describeFields(fields)}`,
      data: { fields },
    });
  }
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  const issues =
    error.cause instanceof ValidationError ? describeFields(describeIssues(error.cause.issues)) : undefined;
  log.error('A procedure failed', { procedure, reason: error.message, issues, stack: error.stack });
  return error;
};

/** Both ask the history of the same players. */
const transcodeBranches = (rooms: Rooms) => {
  const known = createKnownPlayers(rooms.transcodes, rooms.clock);
  return { transcodes: transcodesBranch({ ...rooms, known }), advice: adviceBranch({ ...rooms, known }) };
};

export const createRouter = (rooms: Rooms) =>
  implement(contract)
    .use(async ({ path, next }) => {
      try {
        return await next();
      } catch (thrown) {
        throw toProblem(thrown, path.join('.'), rooms.log);
      }
    })
    .router({
      live: liveBranch(rooms.live, rooms.news),
      sessions: sessionsBranch(rooms.live, rooms.watchers),
      servers: serversBranch(rooms.live, rooms.watching, rooms.log),
      history: historyBranch(rooms.history, rooms.log),
      charts: chartsBranch(rooms.history, rooms.log),
      ...libraryBranches(rooms.libraries, rooms.history, rooms.log),
      settings: settingsBranch(rooms.settings, rooms.log),
      access: accessBranch(rooms.access, rooms.log),
      ...importBranches(rooms.importing, rooms.log),
      sql: sqlBranch(rooms.sql, rooms.log),
      backups: backupsBranch(rooms.backups, rooms.importing.imports, rooms.log),
      gaps: gapsBranch(rooms.gaps, rooms.log),
      about: aboutBranch(rooms.about),
      plex: plexBranch(rooms),
      ...transcodeBranches(rooms),
      events: eventsBranch(rooms.events),
      desktop: desktopBranch(rooms.desktop, rooms.log),
      demo: demoBranch(rooms.demo, rooms.live, rooms.log),
      webhooks: webhooksBranch(rooms.webhooks, rooms.signIn),
      publishing: publishingBranch(rooms.publishing, rooms.log),
      ...authBranches(rooms.signIn, rooms.log),
      health: healthBranch(rooms.health),
    });
