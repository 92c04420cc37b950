// The watched servers as the live picture has them, and the owner's wishes about which ones those are.
import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import { problems } from '../../src-contract/problem.ts';
import type { Server } from '../../src-contract/server.ts';
import type { Candidate, FormerServer, FoundServer } from '../../src-contract/servers.ts';
import type { Log } from '../lib/log.ts';
import type { LiveFeed } from './live-feed.ts';
import { ServerProblem } from './server-problem.ts';

/** Each names servers by the id that the live picture shows, and fails with a ServerProblem. */
export type WatchingRoom = {
  add: (wanted: {
    uri: string;
    token: string;
    name?: string | undefined;
    trustedCertificate: string | null;
  }) => Promise<Server>;
  addFromAccount: (accountId: string, serverIds: string[] | null) => Promise<Server[]>;
  update: (
    serverId: string,
    change: {
      name?: string | null | undefined;
      enabled?: boolean | undefined;
      trustedCertificate?: string | null | undefined;
      uri?: string | undefined;
      token?: string | undefined;
    },
  ) => Promise<Server>;
  remove: (serverId: string, history: 'keep' | 'delete') => Promise<{ deletedPlays: number }>;
  former: () => Promise<FormerServer[]>;
  join: (serverId: string, formerServerId: string) => Promise<{ joinedPlays: number }>;
  discover: () => Promise<FoundServer[]>;
  connections: (serverId: string) => { triedAtMs: number | null; candidates: Candidate[] };
  certificate: (serverId: string) => Promise<{ fingerprint: string | null }>;
  reconnect: (serverId: string) => Promise<Server>;
};

const os = implement(contract.servers);

const toOrpc = ({ kind, message, data }: ServerProblem) =>
  new ORPCError(kind, { status: problems[kind].status, message, data: data ?? undefined });

/** A full disk, or a folder that is read-only. */
const isNotKept = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);

export const serversBranch = (feed: Pick<LiveFeed, 'snapshot'>, room: WatchingRoom, log: Log) => {
  const guarded = async <Answer>(act: () => Answer | Promise<Answer>): Promise<Answer> => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof ServerProblem) throw toOrpc(error);
      if (!isNotKept(error)) throw error;
      log.error('What is watched could not be written down', { error });
      const { status, message } = problems.SETTINGS_NOT_KEPT;
      throw new ORPCError('SETTINGS_NOT_KEPT', { status, message });
    }
  };
  return {
    list: os.list.handler(() => feed.snapshot().servers),
    get: os.get.handler(({ input, errors }) => {
      const server = feed.snapshot().servers.find(({ id }) => id === input.serverId);
      if (!server) throw errors.UNKNOWN_SERVER();
      return server;
    }),
    add: os.add.handler(({ input }) => guarded(() => room.add(input))),
    addFromAccount: os.addFromAccount.handler(({ input: { accountId, serverIds = null } }) =>
      guarded(() => room.addFromAccount(accountId, serverIds)),
    ),
    update: os.update.handler(({ input: { serverId, ...change } }) => guarded(() => room.update(serverId, change))),
    remove: os.remove.handler(({ input }) => guarded(() => room.remove(input.serverId, input.history))),
    former: os.former.handler(() => guarded(room.former)),
    join: os.join.handler(({ input }) => guarded(() => room.join(input.serverId, input.formerServerId))),
    discover: os.discover.handler(() => guarded(room.discover)),
    connections: os.connections.handler(({ input }) => guarded(() => room.connections(input.serverId))),
    certificate: os.certificate.handler(({ input }) => guarded(() => room.certificate(input.serverId))),
    reconnect: os.reconnect.handler(({ input }) => guarded(() => room.reconnect(input.serverId))),
  };
};
