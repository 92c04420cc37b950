// For tests: a real OAuth 2.0 authorization server on the loopback, and a person with a browser who signs in there.
import { createServer, type RequestListener } from 'node:http';
import { Provider } from 'oidc-provider';

type Wanted = { redirectUri: string; revocation?: boolean };

export type AuthorizationServer = { issuer: string; requests: () => string[]; close: () => Promise<void> };

/** Knows one public client, `marquee`, that must use PKCE, and everybody whose name is not empty. */
export const startAuthorizationServer = async ({
  redirectUri,
  revocation = true,
}: Wanted): Promise<AuthorizationServer> => {
  let listener: RequestListener = () => {};
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${new URL(request.url ?? '/', 'http://x').pathname}`);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'marquee',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [redirectUri],
      },
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, name: `${sub} of the house` }),
    }),
    features: { devInteractions: { enabled: true }, revocation: { enabled: revocation } },
    cookies: { keys: ['test'] },
    ttl: { AccessToken: 3600, RefreshToken: 86_400, Session: 3600, Grant: 86_400, Interaction: 600, IdToken: 600 },
  });
  const answer = provider.callback();
  listener = (request, response) => void answer(request, response);
  return {
    issuer,
    requests: () => [...requests],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

/** Follows the pages from the address that Marquee gave out; returns where the browser is sent in the end. */
export const signInThere = async (
  authorizationUrl: string,
  { issuer }: Pick<AuthorizationServer, 'issuer'>,
  decide: 'approve' | 'decline' = 'approve',
): Promise<URL> => {
  const jar = new Map<string, string>();
  const go = async (url: string, form?: Record<string, string>): Promise<URL> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    return new URL(location, url);
  };
  const prompts: Record<string, string>[] = [{ prompt: 'login', login: 'ada', password: 'any' }, { prompt: 'consent' }];
  let at = await go(authorizationUrl);
  for (const prompt of prompts) {
    if (!at.href.startsWith(`${issuer}/interaction/`)) break;
    at = decide === 'decline' ? await go(`${at.href}/abort`) : await go(at.href, prompt);
    while (at.href.startsWith(`${issuer}/auth/`)) at = await go(at.href);
  }
  return at;
};
