// Reads the sign-in link of a Marquee elsewhere, as it was pasted: where it is, and the code that lets one in.
import { AttachError } from './attach-error.ts';

/** `url` ends with a slash; behind a reverse proxy it may have a path. */
export type SignInLink = { url: string; code: string };

const text =
  'This is no sign-in link of a Marquee. One looks like http://192.168.1.5:4848/#code=… and is printed by it.';

export const parseSignInLink = (pasted: string): SignInLink => {
  const trimmed = pasted.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  const code = url && new URLSearchParams(url.hash.slice(1)).get('code');
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !code || !isWeb || url.username !== '' || url.password !== '') throw new AttachError('not-a-link', text);
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return { url: `${url.origin}${path}`, code };
};
