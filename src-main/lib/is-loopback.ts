// Whether a host is this very machine: nothing on the way can listen, nobody else gets there, and no proxy is needed.

const names = new Set(['127.0.0.1', '::1', '[::1]', 'localhost']);

/** As one listens on it, or as an address names it. */
export const isLoopbackHost = (host: string): boolean => names.has(host);

export const isLoopbackUrl = (url: string): boolean => URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
