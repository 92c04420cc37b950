// Every setting, once: its variable, what it accepts, its default and what it means. Flags and --help come from here.
import { z } from 'zod';
import { isLoopbackUrl } from '../lib/is-loopback.ts';
import { describeDuration } from './duration.ts';
import { address, duration, natsAddress, port, proxies } from './setting-kinds.ts';

type Words = {
  variable: string;
  /** Completes "expected …". */
  expected: string;
  /** As the owner would write it; null where there is none. */
  fallback: string | null;
  says: string;
  /** Never shown, never kept in the settings file. */
  secret?: true;
  /** Chosen in the window where neither a flag nor the variable says it. */
  inWindow?: true;
};

const words = z.registry<Words>();

const minPollMs = 10_000;
const maxPollMs = 3_600_000;
const minSyncMs = 10_000;
const maxSyncMs = 86_400_000;

export const settingsSchema = z.object({
  plexSync: z.stringbool().register(words, {
    variable: 'ENABLE_PLEX_SYNC',
    expected: 'true or false',
    fallback: 'true',
    says: 'watch the Plex servers directly',
  }),
  plexUrl: address().register(words, {
    variable: 'PLEX_URL',
    expected: 'an address such as http://192.168.1.5:32400, without a token in it',
    fallback: null,
    says: 'address of a Plex Media Server',
  }),
  plexToken: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .nullable()
    .register(words, {
      variable: 'PLEX_TOKEN',
      expected: 'a Plex token: letters and digits, without spaces',
      fallback: null,
      says: 'token for that server. As a flag every user of this machine can read it in the process list: prefer the variable',
      secret: true,
    }),
  sessionPollMs: duration(minPollMs, maxPollMs).register(words, {
    variable: 'PLEX_SESSION_POLL_INTERVAL',
    expected: `a time from ${describeDuration(minPollMs)} to ${describeDuration(maxPollMs)}, such as 30s or 5m`,
    fallback: '30s',
    says: 'how often the session list is read while anything plays',
  }),
  realtime: z.stringbool().register(words, {
    variable: 'PLEX_REALTIME_ENABLED',
    expected: 'true or false',
    fallback: 'true',
    says: "listen on the server's notification socket",
  }),
  plexSyncMs: duration(minSyncMs, maxSyncMs).register(words, {
    variable: 'PLEX_SYNC_INTERVAL',
    expected: `a time from ${describeDuration(minSyncMs)} to ${describeDuration(maxSyncMs)}, such as 5m or 1h`,
    fallback: '5m',
    says: "how often missed plays are looked for in each server's own history",
  }),
  tautulliUrl: address().register(words, {
    variable: 'TAUTULLI_URL',
    expected: 'an address such as http://192.168.1.5:8181, without a key in it',
    fallback: null,
    says: 'a Tautulli beside which Marquee runs: what it records is taken over',
  }),
  tautulliKey: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .nullable()
    .register(words, {
      variable: 'TAUTULLI_API_KEY',
      expected: 'a key: letters and digits, without spaces',
      fallback: null,
      says: 'its API key, from its settings under Web Interface. As a flag others can read it: prefer the variable',
      secret: true,
    }),
  tautulliSyncMs: duration(minSyncMs, maxSyncMs).register(words, {
    variable: 'TAUTULLI_SYNC_INTERVAL',
    expected: `a time from ${describeDuration(minSyncMs)} to ${describeDuration(maxSyncMs)}, such as 5m or 1h`,
    fallback: '5m',
    says: 'how often that Tautulli is asked for what it recorded',
  }),
  natsUrl: natsAddress().register(words, {
    variable: 'NATS_URL',
    expected: 'an address such as nats://192.168.1.5:4222 or tls://user:password@nats.example.org',
    fallback: null,
    says: 'publish every fact to this NATS broker; several servers of a cluster with commas between them. With a password in it others can read a flag: prefer the variable',
    secret: true,
  }),
  natsCreds: z.string().min(1).nullable().register(words, {
    variable: 'NATS_CREDS',
    expected: 'a file that can be read',
    fallback: null,
    says: 'credentials for that broker, in a file as nsc writes it',
  }),
  natsPrefix: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/)
    .register(words, {
      variable: 'NATS_SUBJECT_PREFIX',
      expected: 'words of letters and digits, with points between them',
      fallback: 'marquee',
      says: 'how the subjects begin that facts are published under',
    }),
  webhooks: z.stringbool().register(words, {
    variable: 'ENABLE_PLEX_WEBHOOKS',
    expected: 'true or false',
    fallback: 'false',
    says: "take Plex's webhooks (Plex Pass); without this the settings in the window decide",
    inWindow: true,
  }),
  webhookSecret: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .nullable()
    .register(words, {
      variable: 'PLEX_WEBHOOK_SECRET',
      expected: 'characters without spaces',
      fallback: null,
      says: 'with it every webhook must carry X-Plex-Signature (HMAC-SHA256 of its body, hex), as a relay may add it; Plex itself does not sign. As a flag others can read it: prefer the variable',
      secret: true,
    }),
  webhookHost: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/)
    .nullable()
    .register(words, {
      variable: 'MARQUEE_WEBHOOK_HOST',
      expected: 'a host name or an IP address, such as 0.0.0.0',
      fallback: null,
      says: 'address on which webhooks alone are also taken, for a Plex on another machine; nothing else of Marquee is reached there',
    }),
  webhookPort: port().register(words, {
    variable: 'MARQUEE_WEBHOOK_PORT',
    expected: 'a port number up to 65535, or 0 for any free one',
    fallback: '4849',
    says: 'port for MARQUEE_WEBHOOK_HOST',
  }),
  // Kept as it was written: its last slash is part of its name.
  oauthIssuer: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.startsWith('https:') || isLoopbackUrl(url), 'http only on this machine')
    .refine((url) => !/[?#@]/.test(url), 'more than an address')
    .nullable()
    .register(words, {
      variable: 'PLEX_OAUTH_ISSUER',
      expected: 'an https address (http only on this machine)',
      fallback: null,
      says: 'sign in at this authorization server (OAuth 2.0 with PKCE) instead of at plex.tv; docs/sign-in.md',
    }),
  oauthClientId: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .nullable()
    .register(words, {
      variable: 'PLEX_OAUTH_CLIENT_ID',
      expected: 'up to 200 characters without spaces',
      fallback: null,
      says: 'how Marquee is known there; without an issuer, at plex.tv (one is generated and kept)',
    }),
  oauthRedirectUri: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !url.includes('#'), 'no fragment')
    .nullable()
    .register(words, {
      variable: 'PLEX_OAUTH_REDIRECT_URI',
      expected: 'an address such as http://127.0.0.1:4848/api/v1/auth/plex/callback',
      fallback: null,
      says: 'where the browser comes back to after signing in; Marquee itself at /api/v1/auth/plex/callback when not given',
    }),
  httpsProxy: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .register(words, {
      variable: 'HTTPS_PROXY',
      expected: 'an address such as http://proxy.example.org:3128',
      fallback: null,
      says: 'HTTP proxy on the way to plex.tv; never used for your own servers. With a password in it others can read a flag: prefer the variable',
      secret: true,
    }),
  plexTvUrl: address().register(words, {
    variable: 'MARQUEE_PLEX_TV_URL',
    expected: 'an address such as http://127.0.0.1:32500',
    fallback: null,
    says: 'a simulated plex.tv in place of the real one, for tests and the demo',
  }),
  natsCollect: z.stringbool().register(words, {
    variable: 'NATS_COLLECT',
    expected: 'true or false',
    fallback: 'false',
    says: 'also take in the plays that other Marquees publish there',
  }),
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/)
    .register(words, {
      variable: 'MARQUEE_HOST',
      expected: 'a host name or an IP address, such as 127.0.0.1 or 0.0.0.0',
      fallback: '127.0.0.1',
      says: 'address to listen on; 0.0.0.0 lets other machines in (they need the access key)',
    }),
  port: port().register(words, {
    variable: 'MARQUEE_PORT',
    expected: 'a port number up to 65535, or 0 for any free one',
    fallback: '4848',
    says: 'port to listen on; 0 takes any free one',
  }),
  dataDir: z.string().min(1).register(words, {
    variable: 'MARQUEE_DATA_DIR',
    expected: 'a folder that is there or can be made',
    fallback: null,
    says: 'where history, settings and logs are kept',
  }),
  accessKey: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/)
    .nullable()
    .register(words, {
      variable: 'MARQUEE_ACCESS_KEY',
      expected: 'at least 16 characters, without spaces',
      fallback: null,
      says: 'the key that scripts send; generated and kept when none is given. As a flag others can read it: prefer the variable',
      secret: true,
    }),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).register(words, {
    variable: 'MARQUEE_LOG_LEVEL',
    expected: 'debug, info, warn or error',
    fallback: 'info',
    says: 'how much the log tells',
  }),
  checkUpdates: z.stringbool().register(words, {
    variable: 'MARQUEE_CHECK_UPDATES',
    expected: 'true or false',
    fallback: 'true',
    says: 'ask GitHub once a day for a newer Marquee (the installed desktop app alone does)',
  }),
  publicUrl: address().register(words, {
    variable: 'MARQUEE_PUBLIC_URL',
    expected: 'an address such as https://marquee.example.org, without a query',
    fallback: null,
    says: 'the address that browsers use, when a reverse proxy stands before Marquee',
  }),
  trustedProxy: proxies().register(words, {
    variable: 'MARQUEE_TRUSTED_PROXY',
    expected: 'IP addresses or networks with commas between them, such as 127.0.0.1 or 172.16.0.0/12',
    fallback: null,
    says: 'the reverse proxies that are believed when they say for whom they ask (X-Forwarded-For); nobody else is',
  }),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingKey = keyof Settings;

export type SettingRow = Words & { key: SettingKey; flag: string };

/** `MARQUEE_DATA_DIR` is also `--data-dir`, `PLEX_URL` also `--plex-url`: one rule for all. */
const toFlag = (variable: string): string =>
  variable
    .replace(/^MARQUEE_/, '')
    .toLowerCase()
    .replaceAll('_', '-');

export const settingRows: SettingRow[] = settingsSchema.keyof().options.map((key) => {
  const row = words.get(settingsSchema.shape[key]);
  if (!row) throw new Error(`The setting ${key} has no words`);
  return { ...row, key, flag: toFlag(row.variable) };
});
