// Who Marquee says that it is, in the headers of every request. The token travels here and nowhere else.

export type PlexIdentity = {
  /** Made once per installation and kept. */
  clientId: string;
  product: string;
  version: string;
  platform: string;
  deviceName: string;
};

/** Plex tries UTF-8 first; Node writes headers byte by byte, so the bytes of the UTF-8 text go in. No control characters. */
const toHeaderValue = (value: string): string =>
  Buffer.from(value.replaceAll(/\p{Cc}/gu, ''), 'utf8').toString('latin1');

export const toPlexHeaders = (identity: PlexIdentity, token: string): Record<string, string> => ({
  accept: 'application/json',
  'x-plex-token': toHeaderValue(token.trim()),
  'x-plex-client-identifier': toHeaderValue(identity.clientId),
  'x-plex-product': toHeaderValue(identity.product),
  'x-plex-version': toHeaderValue(identity.version),
  'x-plex-platform': toHeaderValue(identity.platform),
  'x-plex-device-name': toHeaderValue(identity.deviceName),
});
