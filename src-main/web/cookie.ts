// The one cookie that Marquee sets: a random value that stands for a signed-in browser.
import type { IncomingHttpHeaders } from 'node:http';

/** Browsers tell cookies apart by host and path, not by port: without it two Marquees on one machine sign each other out. */
const toName = (host: string | undefined): string => {
  const port = /:(\d+)$/.exec(host ?? '')?.[1];
  return port === undefined ? 'marquee' : `marquee-${port}`;
};

export const readCookie = ({ cookie, host }: IncomingHttpHeaders): string | null =>
  new RegExp(`(?:^|;) *${toName(host)}=([^;\\s]+)`).exec(cookie ?? '')?.[1] ?? null;

/** Not readable by scripts, not sent along from other sites, and over https only where Marquee is shown over https. */
export const writeCookie = (
  value: string,
  lifeMs: number,
  { host, path, secure }: { host: string | undefined; path: string; secure: boolean },
): string =>
  [
    `${toName(host)}=${value}`,
    `Path=${path}`,
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${Math.floor(lifeMs / 1000)}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ');
