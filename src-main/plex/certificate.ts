// The certificate that a server shows: its fingerprint, and whether it may have a token.
import { isIP } from 'node:net';
import { connect, TLSSocket } from 'node:tls';
import { type Clock } from '../lib/clock.ts';
import { toLookup } from './plex-direct.ts';

export const CERTIFICATE_CHANGED = 'ERR_CERTIFICATE_NOT_ACCEPTED';

const changed = () =>
  Object.assign(new Error('The certificate is not the one that was accepted'), { code: CERTIFICATE_CHANGED });

/** SHA-256, as people compare it: `AB:CD:…`. Null where none was shown. */
const toFingerprint = (socket: TLSSocket): string | null => socket.getPeerX509Certificate()?.fingerprint256 ?? null;

/** What keeps a connection from being used: a certificate that neither somebody vouches for nor the owner accepted. */
export const refuseCertificate = (socket: unknown, trusted: string): Error | null => {
  if (!(socket instanceof TLSSocket) || socket.authorized) return null;
  return toFingerprint(socket) === trusted ? null : changed();
};

/** The fingerprint of what is shown at an address when nobody vouches for it, else null. Not a byte is sent there. */
export const readStrangeCertificate = (uri: string, timeoutMs: number, clock: Clock): Promise<string | null> => {
  const { protocol, hostname, port } = new URL(uri);
  if (protocol !== 'https:') return Promise.resolve(null);
  const host = hostname.replace(/^\[|\]$/g, '');
  const lookup = toLookup(host);
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: port === '' ? 443 : Number(port),
      ...(isIP(host) === 0 && { servername: host }),
      ...(lookup && { lookup }),
      rejectUnauthorized: false,
    });
    const end = (found: string | null) => {
      disarm();
      socket.destroy();
      resolve(found);
    };
    const disarm = clock.after(timeoutMs, () => end(null));
    socket.once('secureConnect', () => end(socket.authorized ? null : toFingerprint(socket)));
    socket.on('error', () => end(null));
    socket.once('close', () => end(null));
  });
};
