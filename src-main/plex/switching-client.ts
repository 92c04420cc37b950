// One client over the connection that is in use: the connection can be exchanged while questions are under way.
import { type PlexClient } from './client.ts';
import { PlexError } from './errors.ts';

type Options = {
  first: PlexClient;
  /** Tries to get a token that the server accepts again; true when another one is in use now. */
  renew: () => Promise<boolean>;
};

export type SwitchingClient = { client: PlexClient; use: (next: PlexClient) => void };

export const createSwitchingClient = ({ first, renew }: Options): SwitchingClient => {
  let current = first;
  const leaving = new Set<Promise<void>>();

  /** Asked once: for acts, which must not be repeated. */
  const act =
    <Args extends unknown[], Answer>(pick: (client: PlexClient) => (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> =>
      pick(current)(...args);

  /** What broke off because the connection was exchanged is asked again over the new one. */
  const ask =
    <Args extends unknown[], Answer>(pick: (client: PlexClient) => (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      const asked = current;
      try {
        return await pick(asked)(...args);
      } catch (error) {
        if (asked === current) throw error;
        return pick(current)(...args);
      }
    };

  /** What watching rests on: a token that is refused may be one that has only expired. */
  const insist =
    <Answer>(question: () => Promise<Answer>) =>
    async (): Promise<Answer> => {
      try {
        return await question();
      } catch (error) {
        if (!(error instanceof PlexError) || error.kind !== 'unauthorized' || !(await renew())) throw error;
        return question();
      }
    };

  const leave = (client: PlexClient) => {
    const going = client.close();
    leaving.add(going);
    void going.finally(() => leaving.delete(going));
  };

  return {
    client: {
      info: insist(ask(({ info }) => info)),
      sessions: insist(ask(({ sessions }) => sessions)),
      identity: ask(({ identity }) => identity),
      source: ask(({ source }) => source),
      item: ask(({ item }) => item),
      activities: ask(({ activities }) => activities),
      limits: ask(({ limits }) => limits),
      loads: ask(({ loads }) => loads),
      backgroundJobs: ask(({ backgroundJobs }) => backgroundJobs),
      image: ask(({ image }) => image),
      plexIdentity: ask(({ plexIdentity }) => plexIdentity),
      capabilities: ask(({ capabilities }) => capabilities),
      devices: ask(({ devices }) => devices),
      accounts: ask(({ accounts }) => accounts),
      playlists: ask(({ playlists }) => playlists),
      sections: ask(({ sections }) => sections),
      recentlyAdded: ask(({ recentlyAdded }) => recentlyAdded),
      onDeck: ask(({ onDeck }) => onDeck),
      metadata: ask(({ metadata }) => metadata),
      transcodes: ask(({ transcodes }) => transcodes),
      shelf: ask(({ shelf }) => shelf),
      history: ask(({ history }) => history),
      terminate: act(({ terminate }) => terminate),
      cancelTranscode: act(({ cancelTranscode }) => cancelTranscode),
      breaker: () => current.breaker(),
      close: async () => {
        leave(current);
        await Promise.all(leaving);
      },
    },
    use: (next) => {
      leave(current);
      current = next;
    },
  };
};
