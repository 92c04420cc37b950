// The address of Plex's sign-in page: which PIN it is about, who asks, and where the browser goes afterwards.
import type { PlexIdentity } from './identity.ts';

type Asked = { pageUrl: string; identity: PlexIdentity; code: string; forwardUrl: string };

/** All of it stands in the fragment, which no web server is sent (official documentation). */
export const toSignInUrl = ({ pageUrl, identity, code, forwardUrl }: Asked): string => {
  const fields = {
    clientID: identity.clientId,
    code,
    'context[device][product]': identity.product,
    'context[device][version]': identity.version,
    'context[device][platform]': identity.platform,
    'context[device][deviceName]': identity.deviceName,
    forwardUrl,
  };
  const query = Object.entries(fields).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${pageUrl}#?${query.join('&')}`;
};

/** Our own address for the browser to come back to. What else is in it stays. */
export const withState = (callbackUrl: string, state: string): string => {
  const url = new URL(callbackUrl);
  url.searchParams.set('state', state);
  return url.href;
};
