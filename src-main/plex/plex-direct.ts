// Reaches `192-0-2-7.<hash>.plex.direct` by the address in its name, where a router refuses to resolve such names.
import { isIP } from 'node:net';
import { type LookupFunction } from 'node:net';

/** The address that a `plex.direct` name holds, its dots or colons written as dashes; null for any other host. */
export const toPlexDirectAddress = (host: string): string | null => {
  const first = /^([0-9a-f-]+)\.[^.]+\.plex\.direct$/i.exec(host)?.[1];
  if (first === undefined) return null;
  return [first.replaceAll('-', '.'), first.replaceAll('-', ':')].find((address) => isIP(address) !== 0) ?? null;
};

/**
 * Answers instead of DNS for a `plex.direct` host, so that rebinding protection does not matter; the certificate is
 * still checked against the name. Undefined for any other host: ask DNS.
 */
export const toLookup = (host: string): LookupFunction | undefined => {
  const address = toPlexDirectAddress(host);
  if (address === null) return undefined;
  const family = isIP(address);
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
};
