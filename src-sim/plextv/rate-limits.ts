// How often one client identifier may ask: plex.tv counts by it, and says how long to wait.
export type RateLimit = { path: string; requests: number; perMs: number };

/** Wide enough for a person who tries again and again, not for a program that does. */
export const usualLimits: readonly RateLimit[] = [
  { path: 'POST /api/v2/pins', requests: 30, perMs: 60_000 },
  { path: 'GET /api/v2/auth/nonce', requests: 30, perMs: 60_000 },
  { path: 'POST /api/v2/auth/token', requests: 30, perMs: 60_000 },
];

export type RateLimits = {
  set: (limits: readonly RateLimit[]) => void;
  /** Seconds to wait, or null when the request may pass. */
  hit: (request: string, client: string, nowMs: number) => number | null;
};

export function createRateLimits(): RateLimits {
  let limits = usualLimits;
  const seen = new Map<string, number[]>();
  return {
    set: (next) => {
      limits = next;
      seen.clear();
    },
    hit: (request, client, nowMs) => {
      const limit = limits.find(({ path }) => request.startsWith(path));
      if (limit === undefined) return null;
      const name = `${limit.path} ${client}`;
      const recent = (seen.get(name) ?? []).filter((atMs) => atMs > nowMs - limit.perMs);
      seen.set(name, recent);
      if (recent.length < limit.requests) {
        recent.push(nowMs);
        return null;
      }
      return Math.max(1, Math.ceil(((recent[0] ?? nowMs) + limit.perMs - nowMs) / 1000));
    },
  };
}
