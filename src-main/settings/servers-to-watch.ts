// Which servers to watch: the one from PLEX_URL and PLEX_TOKEN, and every known one whose token was kept.
import type { SecretStore } from './secret-store.ts';
import type { KnownServer } from './settings-file.ts';
import type { Settings } from './settings.ts';

/** `known` is null until the server was reached for the first time at this address. */
export type ServerToWatch = { uri: string; token: string; known: KnownServer | null };

type Told = Pick<Settings, 'plexUrl' | 'plexToken'>;

const toKept = (known: KnownServer[], { token }: Pick<SecretStore, 'token'>): ServerToWatch[] =>
  known.flatMap((server) => {
    const kept = token(server.id);
    return kept === null ? [] : [{ uri: server.uri, token: kept, known: server }];
  });

export const toServersToWatch = (
  { plexUrl, plexToken }: Told,
  known: KnownServer[],
  secrets: Pick<SecretStore, 'token'>,
): { servers: ServerToWatch[]; problems: string[] } => {
  const kept = toKept(known, secrets);
  if (plexUrl === null) {
    const problems = plexToken === null ? [] : ['PLEX_TOKEN is set, but PLEX_URL is not: say which server it is for'];
    return { servers: kept, problems };
  }
  const others = kept.filter(({ uri }) => uri !== plexUrl);
  const token = plexToken ?? kept.find(({ uri }) => uri === plexUrl)?.token;
  if (token === undefined) {
    return { servers: others, problems: ['PLEX_URL is set, but PLEX_TOKEN is not: that server needs a token'] };
  }
  return {
    servers: [{ uri: plexUrl, token, known: known.find(({ uri }) => uri === plexUrl) ?? null }, ...others],
    problems: [],
  };
};
