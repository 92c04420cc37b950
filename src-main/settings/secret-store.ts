// What must not be read by others: server tokens, the access key, our own identity, the browsers that are signed in.
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { setAside, writeSafely } from '../lib/safe-file.ts';

/** A signed-in browser: SHA-256 of what it holds; the value itself is kept nowhere. */
const browserSchema = z.object({ hash: z.string(), sinceMs: z.number() });
type Browser = z.infer<typeof browserSchema>;

const secretsSchema = z.looseObject({
  accessKey: z.string().min(16).optional(),
  /** How Plex knows this Marquee again, among its devices. */
  clientId: z.string().min(8).optional(),
  /** Server id to token. */
  tokens: z.record(z.string(), z.string()).default({}),
  browsers: z.array(browserSchema).default([]),
});
type Secrets = z.infer<typeof secretsSchema>;

export type SecretStore = {
  accessKey: () => string;
  clientId: () => string;
  token: (serverId: string) => string | null;
  keepToken: (serverId: string, token: string) => void;
  browsers: { read: () => Browser[]; write: (all: Browser[]) => void };
};

type Options = { path: string; nowMs: number; onWarning: (text: string) => void };

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const parseSecrets = (text: string): Secrets | null => {
  try {
    return secretsSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** Opens `<data>/secrets.json`. Permissions that let others read it are repaired, and said; Windows has its own rules. */
export const openSecretStore = ({ path, nowMs, onWarning }: Options): SecretStore => {
  let secrets: Secrets = { tokens: {}, browsers: [] };
  const text = readText(path);
  if (text !== null) {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      chmodSync(path, 0o600);
      onWarning(`${path} could be read by other users of this machine. Only you can read it now; consider new tokens.`);
    }
    const parsed = parseSecrets(text);
    if (parsed) secrets = parsed;
    else onWarning(`${path} could not be read; it is kept as ${setAside(path, nowMs)}. The access key is a new one.`);
  }

  const keep = (change: Partial<Secrets>) => {
    secrets = { ...secrets, ...change };
    writeSafely(path, `${JSON.stringify(secrets, null, 2)}\n`);
  };
  const generated = (key: 'accessKey' | 'clientId', bytes: number): string => {
    const known = secrets[key];
    if (known !== undefined) return known;
    const made = randomBytes(bytes).toString('base64url');
    keep({ [key]: made });
    return made;
  };
  return {
    accessKey: () => generated('accessKey', 32),
    clientId: () => generated('clientId', 18),
    token: (serverId) => secrets.tokens[serverId] ?? null,
    keepToken: (serverId, token) => keep({ tokens: { ...secrets.tokens, [serverId]: token } }),
    browsers: { read: () => secrets.browsers, write: (browsers) => keep({ browsers }) },
  };
};
