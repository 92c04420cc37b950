// Whom a server lets in: the tokens it was started with, those that plex.tv vouches for, and none that were ended.
export type Who = 'owner' | 'guest' | 'nobody';

/** What plex.tv says of a token; null when it has never seen it. */
export type TokenJudge = (token: string) => Who | null;

export type Access = {
  who: (token: string | null) => Who;
  trust: (judge: TokenJudge) => void;
  /** From now on this token is 401. */
  end: (token: string) => void;
  /** And now it is not. */
  restore: (token: string) => void;
  /** What a user who does not own the server is told of the sessions: 403, or 401 as on older servers. */
  guestStatus: number;
  /** Nobody is let in, whatever the token. */
  refusesAll: boolean;
};

export function createAccess(world: { token: string; guestToken: string; owned: boolean }): Access {
  const judges: TokenJudge[] = [];
  const ended = new Set<string>();
  const judge = (token: string): Who => {
    for (const said of judges.map((one) => one(token))) if (said !== null) return said;
    if (token === world.token) return 'owner';
    return token === world.guestToken ? 'guest' : 'nobody';
  };
  const access: Access = {
    guestStatus: 403,
    refusesAll: false,
    who: (token) => {
      if (access.refusesAll || token === null || ended.has(token)) return 'nobody';
      const who = judge(token);
      return who === 'owner' && !world.owned ? 'guest' : who;
    },
    trust: (one) => void judges.push(one),
    end: (token) => void ended.add(token),
    restore: (token) => void ended.delete(token),
  };
  return access;
}
