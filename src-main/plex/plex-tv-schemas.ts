// What plex.tv answers, read leniently: PINs, people, servers and how to reach them, tokens, webhook addresses.
import { z } from 'zod';
import { flag, many, number, one, text, toList, toRecord } from './lenient.ts';
import type { PlexTvServer, PlexTvUser } from './plex-tv.ts';

const required = text.pipe(z.string());

const pinSchema = z.object({ id: required, code: required, expiresIn: number, expiresAt: text, authToken: text });
export type Pin = { id: string; code: string; lifeMs: number | null; token: string | null };

export const parsePin = (body: unknown): Pin | null => {
  const parsed = pinSchema.safeParse(body);
  if (!parsed.success) return null;
  const { id, code, expiresIn, authToken } = parsed.data;
  return { id, code, lifeMs: expiresIn === null ? null : expiresIn * 1000, token: authToken };
};

const userSchema = z.object({
  id: required,
  title: text,
  username: text,
  friendlyName: text,
  thumb: text,
  subscription: one(z.object({ active: flag })),
});

/** Flat, without a wrapper (recorded). */
export const parseUser = (body: unknown): PlexTvUser | null => {
  const parsed = userSchema.safeParse(body);
  if (!parsed.success) return null;
  const { id, title, username, friendlyName, thumb, subscription } = parsed.data;
  return { id, name: title ?? username ?? friendlyName ?? id, thumb, plexPass: subscription?.active ?? null };
};

const connectionSchema = z.object({
  uri: text,
  protocol: text,
  address: required,
  port: number,
  local: flag,
  relay: flag,
});

const resourceSchema = z.object({
  name: text,
  provides: text,
  clientIdentifier: required,
  productVersion: text,
  owned: flag,
  accessToken: text,
  publicAddressMatches: flag,
  dnsRebindingProtection: flag,
  httpsRequired: flag,
  presence: flag,
  lastSeenAt: text,
  connections: many(connectionSchema),
});

const PLEX_PORT = 32_400;

const toConnections = (found: z.infer<typeof connectionSchema>[]): PlexTvServer['connections'] =>
  found.flatMap(({ uri, protocol, address, port, local, relay }) => {
    const plain = `${protocol ?? 'http'}://${address.includes(':') ? `[${address}]` : address}:${port ?? PLEX_PORT}`;
    const told = uri ?? plain;
    if (!URL.canParse(told) || !/^https?:$/.test(new URL(told).protocol)) return [];
    const isRelay = relay ?? false;
    const secure = new URL(told).protocol === 'https:';
    return [{ uri: told, address, port: port ?? PLEX_PORT, local: local ?? false, relay: isRelay, secure }];
  });

const toAtMs = (date: string | null): number | null => {
  const atMs = Date.parse(date ?? '');
  return Number.isNaN(atMs) ? null : atMs;
};

const isServer = (provides: string | null): boolean =>
  (provides ?? '').split(',').some((word) => word.trim() === 'server');

/** Players and other devices are among the resources too; only what provides a `server` is one. */
export const parseServers = (body: unknown): PlexTvServer[] | null => {
  if (!Array.isArray(body)) return null;
  return many(resourceSchema)
    .parse(body)
    .filter(({ provides }) => isServer(provides))
    .map((resource) => ({
      id: resource.clientIdentifier,
      name: resource.name ?? resource.clientIdentifier,
      version: resource.productVersion,
      owned: resource.owned ?? false,
      accessToken: resource.accessToken,
      publicAddressMatches: resource.publicAddressMatches ?? false,
      dnsRebindingProtection: resource.dnsRebindingProtection ?? false,
      httpsRequired: resource.httpsRequired ?? false,
      presence: resource.presence ?? false,
      lastSeenAtMs: toAtMs(resource.lastSeenAt),
      connections: toConnections(resource.connections),
    }));
};

export const parseNonce = (body: unknown): string | null => text.parse(toRecord(body)?.['nonce']);

/** Snake case here, camel case in a PIN (official documentation). */
export const parseAuthToken = (body: unknown): string | null =>
  text.parse(toRecord(body)?.['auth_token']) ?? text.parse(toRecord(body)?.['authToken']);

/** A list of `{ url }`, as its XML has it, or of plain addresses. */
export const parseWebhookUrls = (body: unknown): string[] | null => {
  const listed = Array.isArray(body) ? body : (toRecord(body)?.['webhooks'] ?? toRecord(body)?.['webhook']);
  if (listed === undefined) return null;
  return toList(listed).flatMap((entry) => text.parse(toRecord(entry)?.['url'] ?? entry) ?? []);
};
