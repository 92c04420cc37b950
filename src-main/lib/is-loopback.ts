// Whether an address is of this very machine, so that nothing on the way can listen, and no proxy is needed.

const names = new Set(['127.0.0.1', '[::1]', 'localhost']);

export const isLoopbackUrl = (url: string): boolean => names.has(new URL(url).hostname);
