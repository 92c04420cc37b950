// Signing in at an authorization server that the owner names: OAuth 2.0, authorization code with PKCE (S256).
import * as oauth from 'openid-client';
import { type Dispatcher, fetch as fetchBy } from 'undici';
import { type Clock } from '../lib/clock.ts';
import { isLoopbackUrl } from '../lib/is-loopback.ts';
import { toError } from '../lib/to-error.ts';
import { PlexError } from './errors.ts';
import type { Grant, Returned, SignInWay } from './sign-in-way.ts';

type Tokens = Pick<Grant, 'token' | 'expiresAtMs' | 'refreshToken'>;

/** Each fails with a PlexError. */
export type OAuth = SignInWay & {
  /** The old refresh token may be used up by it. */
  refresh: (refreshToken: string) => Promise<Tokens & { refreshToken: string }>;
  /** RFC 7009. False where the server offers none: the token then ends by itself. */
  revoke: (tokens: { token: string; refreshToken: string | null }) => Promise<boolean>;
};

type Options = {
  issuer: string;
  clientId: string;
  dispatcher: Dispatcher;
  clock: Clock;
};

const TIMEOUT_S = 10;
const LIFE_MS = 10 * 60_000;
const WANTED_SCOPES = ['openid', 'profile', 'offline_access'];

const toKind = (status: number): 'rate-limited' | 'server-error' | 'unauthorized' => {
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'server-error' : 'unauthorized';
};

const WHAT = 'The authorization server';

/** Without the cause: it holds the answer, and with it tokens. */
const toPlexError = (thrown: unknown, at: string): PlexError => {
  if (thrown instanceof PlexError) return thrown;
  if (thrown instanceof oauth.ResponseBodyError) {
    const { status } = thrown;
    return new PlexError(toKind(status), `${WHAT} answered ${thrown.error}`, { status, at });
  }
  const error = toError(thrown);
  if (error.name === 'TimeoutError') return new PlexError('timeout', `${WHAT} took too long`, { at });
  const isNetwork = error.name === 'TypeError' && error.message.includes('fetch failed');
  if (isNetwork) return new PlexError('unreachable', `${WHAT}: no connection`, { at });
  return new PlexError('bad-answer', `${WHAT}: ${error.name}`, { at });
};

export const createOAuth = ({ issuer, clientId, dispatcher, clock }: Options): OAuth => {
  const server = new URL(issuer);
  const { host: at } = server;
  let aheadMs = 0;
  const fetchThere: oauth.CustomFetch = async (url, { body, headers, method, redirect, signal }) => {
    const answer = await fetchBy(url, {
      // All that is sent here is a form.
      body: body instanceof URLSearchParams ? body.toString() : null,
      headers,
      method,
      redirect,
      dispatcher,
      ...(signal && { signal }),
    });
    const dateMs = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(dateMs)) aheadMs = clock.nowMs() - dateMs;
    const bytes = await answer.arrayBuffer();
    const hasBody = ![204, 205, 304].includes(answer.status);
    return new Response(hasBody ? bytes : null, { status: answer.status, headers: Object.fromEntries(answer.headers) });
  };
  const execute = isLoopbackUrl(issuer) ? [oauth.allowInsecureRequests] : [];
  const discover = (algorithm: 'oauth2' | 'oidc') =>
    oauth.discovery(server, clientId, undefined, oauth.None(), {
      algorithm,
      execute,
      timeout: TIMEOUT_S,
      [oauth.customFetch]: fetchThere,
    });

  let known: oauth.Configuration | null = null;
  /** RFC 8414, else what OpenID Connect has in its place. The times in its tokens are judged by its own clock. */
  const configure = async (): Promise<oauth.Configuration> => {
    if (known) return known;
    const found = await discover('oauth2').catch(() => discover('oidc'));
    const metadata = found.serverMetadata();
    const methods = metadata.code_challenge_methods_supported;
    if (methods && !methods.includes('S256')) {
      throw new PlexError('bad-answer', `${WHAT} takes no PKCE with S256`, { at });
    }
    const skewS = Math.round(-aheadMs / 1000);
    const config = new oauth.Configuration(metadata, clientId, { [oauth.clockSkew]: skewS }, oauth.None());
    config[oauth.customFetch] = fetchThere;
    config.timeout = TIMEOUT_S;
    for (const allow of execute) allow(config);
    known = config;
    return config;
  };
  const during = async <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await act();
    } catch (thrown) {
      throw toPlexError(thrown, at);
    }
  };

  const toTokens = (answer: oauth.TokenEndpointResponse): Tokens => ({
    token: answer.access_token,
    expiresAtMs: answer.expires_in === undefined ? null : clock.nowMs() - aheadMs + answer.expires_in * 1000,
    refreshToken: answer.refresh_token ?? null,
  });
  const toPerson = async (
    config: oauth.Configuration,
    answer: oauth.TokenEndpointResponse & oauth.TokenEndpointResponseHelpers,
  ): Promise<Grant['person']> => {
    const claims = answer.claims();
    if (!claims) return null;
    const hasMore = config.serverMetadata().userinfo_endpoint !== undefined;
    const more = hasMore ? await oauth.fetchUserInfo(config, answer.access_token, claims.sub) : null;
    const name = more?.name ?? more?.preferred_username ?? claims['name'];
    return { id: claims.sub, name: typeof name === 'string' && name !== '' ? name : claims.sub };
  };

  return {
    begin: ({ state, callbackUrl }) =>
      during(async () => {
        const config = await configure();
        const verifier = oauth.randomPKCECodeVerifier();
        const challenge = await oauth.calculatePKCECodeChallenge(verifier);
        const offered = config.serverMetadata().scopes_supported ?? [];
        const scope = WANTED_SCOPES.filter((one) => offered.includes(one)).join(' ');
        const url = oauth.buildAuthorizationUrl(config, {
          redirect_uri: callbackUrl,
          state,
          code_challenge: challenge,
          code_challenge_method: 'S256',
          ...(scope === '' ? {} : { scope }),
          // Without it a server may give no refresh token for offline use (OpenID Connect Core, section 11).
          ...(scope.includes('offline_access') ? { prompt: 'consent' } : {}),
        });
        let last: Returned | null = null;
        return {
          authorizationUrl: url.href,
          lifeMs: LIFE_MS,
          polls: false,
          ask: (returned) =>
            during(async () => {
              last = returned ?? last;
              if (last === null) return null;
              if (last.error === 'access_denied') return 'denied';
              if (last.error !== null) {
                throw new PlexError('forbidden', `${WHAT} refused the sign-in`, { status: 403, at });
              }
              const back = new URL(callbackUrl);
              for (const [name, value] of Object.entries({ code: last.code, state, iss: last.iss })) {
                if (value !== null) back.searchParams.set(name, value);
              }
              const answer = await oauth.authorizationCodeGrant(config, back, {
                expectedState: state,
                pkceCodeVerifier: verifier,
              });
              const person = await toPerson(config, answer);
              return { tokenKind: 'oauth', key: null, person, ...toTokens(answer) };
            }),
        };
      }),
    refresh: (refreshToken) =>
      during(async () => {
        const fresh = toTokens(await oauth.refreshTokenGrant(await configure(), refreshToken));
        return { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken };
      }),
    revoke: ({ token, refreshToken }) =>
      during(async () => {
        const config = await configure();
        if (config.serverMetadata().revocation_endpoint === undefined) return false;
        // The refresh token takes with it what was made from it; an access token may live on by itself.
        if (refreshToken !== null)
          await oauth.tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' });
        await oauth.tokenRevocation(config, token, { token_type_hint: 'access_token' });
        return true;
      }),
  };
};
