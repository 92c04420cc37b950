// A Plex Media Server as plex.tv describes it to an account: who it is, how it may be reached, and with which token.

export type PlexTvConnection = {
  uri: string;
  address: string;
  port: number;
  local: boolean;
  relay: boolean;
  secure: boolean;
};

export type PlexTvServer = {
  /** Its machineIdentifier. */
  id: string;
  name: string;
  version: string | null;
  /** False: shared by somebody else. */
  owned: boolean;
  /** For this server and this account, and for nothing else. Null where plex.tv gives none. */
  accessToken: string | null;
  /** Its public address is the one that plex.tv sees us at: we are probably in the same network. */
  publicAddressMatches: boolean;
  /** The router may not resolve `plex.direct` names to local addresses. */
  dnsRebindingProtection: boolean;
  httpsRequired: boolean;
  /** plex.tv sees it running. */
  presence: boolean;
  lastSeenAtMs: number | null;
  connections: PlexTvConnection[];
};
