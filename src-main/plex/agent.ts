// The connections to one server: found by the address in a `plex.direct` name, its certificate checked against the name.
import { Agent, buildConnector } from 'undici';
import { refuseCertificate } from './certificate.ts';
import { toLookup } from './plex-direct.ts';

export type Trust = {
  /** A certificate authority besides the known ones. */
  ca?: string | undefined;
  /** The owner's exception: the SHA-256 fingerprint of a certificate that is taken though nobody vouches for it. */
  trustedCertificate?: string | null | undefined;
};

const isException = ({ trustedCertificate }: Trust): boolean => typeof trustedCertificate === 'string';

/** For Node's own TLS and for ws alike. With an exception whoever connects checks the certificate, before he says anything. */
export const toTlsOptions = (trust: Trust): { ca?: string; rejectUnauthorized?: false } => ({
  ...(trust.ca !== undefined && { ca: trust.ca }),
  ...(isException(trust) && { rejectUnauthorized: false }),
});

const toConnector = (trust: Trust, options: buildConnector.BuildOptions): buildConnector.connector => {
  const { trustedCertificate } = trust;
  // A session that is taken up again would not be checked against the name again.
  const connect = buildConnector({ ...options, ...toTlsOptions(trust), maxCachedSessions: 0 });
  if (typeof trustedCertificate !== 'string') return connect;
  return (wanted, callback) =>
    connect(wanted, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      const refusal = refuseCertificate(socket, trustedCertificate);
      if (refusal === null) return callback(null, socket);
      socket.destroy();
      callback(refusal, null);
    });
};

type Wanted = { uri: URL; trust: Trust; connections: number; timeoutMs: number };

export const createAgent = ({ uri, trust, connections, timeoutMs }: Wanted): Agent => {
  const lookup = toLookup(uri.hostname);
  return new Agent({
    connections,
    pipelining: 1,
    connect: toConnector(trust, { timeout: timeoutMs, ...(lookup && { lookup }) }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
};

/** Where a path of this server begins. */
export const toBase = (uri: URL): string => `${uri.origin}${uri.pathname.replace(/\/+$/, '')}`;
