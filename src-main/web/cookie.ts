// The one cookie that Marquee sets: a random value that stands for a signed-in browser.
import { fastifyCookie } from '@fastify/cookie';

const NAME = 'marquee';

export const readCookie = (header: string | undefined): string | null =>
  fastifyCookie.parse(header ?? '')[NAME] || null;

/** Not readable by scripts, not sent along from other sites, and over https only where Marquee is shown over https. */
export const writeCookie = (value: string, lifeMs: number, secure: boolean): string =>
  fastifyCookie.serialize(NAME, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    maxAge: Math.floor(lifeMs / 1000),
    secure,
  });
