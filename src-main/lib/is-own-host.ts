// Whether an address to listen on is reached from this machine alone.

export const isOwnHost = (host: string): boolean => ['127.0.0.1', '::1', 'localhost'].includes(host);
