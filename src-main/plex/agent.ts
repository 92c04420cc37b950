// The connections to one server: found by the address in a `plex.direct` name, its certificate checked against the name.
import { Agent } from 'undici';
import { toLookup } from './plex-direct.ts';

export type Trust = {
  /** A certificate authority besides the known ones. */
  ca?: string | undefined;
  /** The owner's exception: whatever certificate this server shows is taken. */
  allowSelfSigned?: boolean | undefined;
};

/** For Node's own TLS and for ws alike. */
export const toTlsOptions = ({ ca, allowSelfSigned }: Trust): { ca?: string; rejectUnauthorized?: false } => ({
  ...(ca !== undefined && { ca }),
  ...(allowSelfSigned === true && { rejectUnauthorized: false }),
});

type Wanted = { uri: URL; trust: Trust; connections: number; timeoutMs: number };

export const createAgent = ({ uri, trust, connections, timeoutMs }: Wanted): Agent => {
  const lookup = toLookup(uri.hostname);
  return new Agent({
    connections,
    pipelining: 1,
    connect: { timeout: timeoutMs, ...(lookup && { lookup }), ...toTlsOptions(trust) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
};

/** Where a path of this server begins. */
export const toBase = (uri: URL): string => `${uri.origin}${uri.pathname.replace(/\/+$/, '')}`;
