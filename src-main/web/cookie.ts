// The one cookie that Marquee sets: a random value that stands for a signed-in browser.

const NAME = 'marquee';

export const readCookie = (header: string | undefined): string | null =>
  new RegExp(`(?:^|;) *${NAME}=([^;\\s]+)`).exec(header ?? '')?.[1] ?? null;

/** Not readable by scripts, not sent along from other sites, and over https only where Marquee is shown over https. */
export const writeCookie = (
  value: string,
  lifeMs: number,
  { path, secure }: { path: string; secure: boolean },
): string =>
  [
    `${NAME}=${value}`,
    `Path=${path}`,
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${Math.floor(lifeMs / 1000)}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ');
