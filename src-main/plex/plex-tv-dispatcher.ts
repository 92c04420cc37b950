// The line to plex.tv and to an authorization server: through the owner's HTTP proxy where one is named.
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { isLoopbackUrl } from '../lib/is-loopback.ts';

const TIMEOUT_MS = 10_000;

/** What is on this machine is reached without the proxy, which may be on another one. */
export const toDispatcher = (url: string, proxy: string | null): Dispatcher =>
  proxy === null || isLoopbackUrl(url)
    ? new Agent({ connections: 4, connect: { timeout: TIMEOUT_MS } })
    : new ProxyAgent({ uri: proxy, connections: 4, requestTls: { timeout: TIMEOUT_MS } });
