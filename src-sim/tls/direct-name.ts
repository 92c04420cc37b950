// Plex's names for addresses.
/** `127-0-0-1.<hash>.plex.direct`: a name for an address, so that there can be a certificate for it. */
export const directName = (address: string, hash: string): string =>
  `${address.replaceAll(/[.:]/g, '-')}.${hash}.plex.direct`;
