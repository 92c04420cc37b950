// Behind a reverse proxy Marquee may live under a path, like `/marquee`; whether the proxy takes it off is up to its owner.

/** `/marquee` for `https://example.org/marquee/`, '' without a path or a proxy. */
export const toBasePath = (publicUrl: string | null): string =>
  publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');

export const withoutBasePath = (path: string, basePath: string): string =>
  path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
