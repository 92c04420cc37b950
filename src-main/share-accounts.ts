// Ten servers of one account ask plex.tv once, not ten times: what it said a moment ago is shared.
import type { Clock } from './lib/clock.ts';
import type { PlexTvServer } from './plex/plex-tv.ts';
import type { Accounts } from './watched-entry.ts';

const FRESH_MS = 3000;

export const shareAccounts = (accounts: Accounts, clock: Clock): Accounts => {
  const answers = new Map<string, { atMs: number; servers: Promise<PlexTvServer[]> }>();
  return {
    servers: (id) => {
      const known = answers.get(id);
      if (known && clock.nowMs() - known.atMs < FRESH_MS) return known.servers;
      const servers = accounts.servers(id);
      if (!servers) return null;
      const answer = { atMs: clock.nowMs(), servers };
      answers.set(id, answer);
      servers.catch(() => {
        // Told to those who asked, and forgotten.
        if (answers.get(id) === answer) answers.delete(id);
      });
      return servers;
    },
    // What was said before it holds no new token.
    renew: (id) => accounts.renew(id)?.finally(() => answers.delete(id)) ?? null,
  };
};
