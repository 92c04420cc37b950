// The watched servers, as the live picture has them.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { LiveFeed } from './live-feed.ts';

const os = implement(contract.servers);

export const serversBranch = (feed: Pick<LiveFeed, 'snapshot'>) => ({
  list: os.list.handler(() => feed.snapshot().servers),
  get: os.get.handler(({ input, errors }) => {
    const server = feed.snapshot().servers.find(({ id }) => id === input.serverId);
    if (!server) throw errors.UNKNOWN_SERVER();
    return server;
  }),
});
