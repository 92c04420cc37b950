// What must not be read by others: server tokens, the access key, our own identity, the browsers that are signed in.
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs';
import { z } from 'zod';
import { setAside, writeSafely } from '../lib/safe-file.ts';

/** A signed-in browser: SHA-256 of what it holds; the value itself is kept nowhere. */
const browserSchema = z.object({ hash: z.string(), sinceMs: z.number() });
type Browser = z.infer<typeof browserSchema>;

/** A key for a script or a dashboard, likewise. */
const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  readOnly: z.boolean(),
  createdAtMs: z.number(),
  hash: z.string(),
});
type Key = z.infer<typeof keySchema>;

/** A Marquee elsewhere that this app shows, with the key that it gave us. */
const attachedSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.url({ protocol: /^https?$/ }),
  keyId: z.string(),
  key: z.string(),
});
type Attached = z.infer<typeof attachedSchema>;

/** An account of plex.tv that is signed in, with what renews it. */
const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  thumb: z.string().nullable(),
  plexPass: z.boolean().nullable(),
  signedInAtMs: z.number(),
  tokenKind: z.enum(['device-key', 'classic', 'oauth']),
  token: z.string().min(1),
  issuedAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  key: z.object({ kid: z.string(), x: z.string(), d: z.string() }).nullable(),
  refreshToken: z.string().nullable(),
});
type Account = z.infer<typeof accountSchema>;

const secretsSchema = z.looseObject({
  accessKey: z.string().min(16).optional(),
  /** How Plex knows this Marquee again, among its devices. */
  clientId: z.string().min(8).optional(),
  /** Stands in the address that is pasted into Plex. */
  webhookToken: z.string().min(16).optional(),
  /** Server id to token. */
  tokens: z.record(z.string(), z.string()).default({}),
  browsers: z.array(browserSchema).default([]),
  keys: z.array(keySchema).default([]),
  attached: z.array(attachedSchema).default([]),
  accounts: z.array(accountSchema).default([]),
});
type Secrets = z.infer<typeof secretsSchema>;

export type SecretStore = {
  accessKey: () => string;
  clientId: () => string;
  webhookToken: () => string;
  token: (serverId: string) => string | null;
  keepToken: (serverId: string, token: string) => void;
  forgetToken: (serverId: string) => void;
  browsers: { read: () => Browser[]; write: (all: Browser[]) => void };
  keys: { read: () => Key[]; write: (all: Key[]) => void };
  attached: { read: () => Attached[]; write: (all: Attached[]) => void };
  accounts: { read: () => Account[]; write: (all: Account[]) => void };
};

/** What only the system's keychain can open again, for this user. `unseal` throws for what it did not seal. */
export type Seal = { seal: (text: string) => string; unseal: (sealed: string) => string };

type Options = {
  path: string;
  nowMs: number;
  onWarning: (text: string) => void;
  /** Null where the system has no keychain: then the file's permissions are all that protects it. */
  seal?: Seal | null;
};

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

const none: Secrets = { tokens: {}, browsers: [], keys: [], attached: [], accounts: [] };

const readSecrets = (path: string, { nowMs, onWarning }: Options, toText: (kept: string) => string): Secrets | null => {
  const kept = readText(path);
  if (kept === null) return null;
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    chmodSync(path, 0o600);
    onWarning(`${path} could be read by other users of this machine. Only you can read it now; consider new tokens.`);
  }
  const parsed = parseSecrets(toText(kept));
  if (!parsed) {
    onWarning(`${path} could not be read; it is kept as ${setAside(path, nowMs)}. The access key is a new one.`);
  }
  return parsed;
};

/** Nothing for what another keychain sealed, or nobody. */
const unsealOrNot = ({ unseal }: Seal, kept: string): string => {
  try {
    return unseal(kept);
  } catch {
    // Expected: it came from another machine, or the keychain was made anew.
    return '';
  }
};

/** What was kept while there was no keychain is newer, but who we are stays. */
const join = (sealed: Secrets, plain: Secrets): Secrets => ({
  ...plain,
  ...sealed,
  tokens: { ...sealed.tokens, ...plain.tokens },
  browsers: [...sealed.browsers, ...plain.browsers],
  keys: [...sealed.keys, ...plain.keys],
  accounts: [
    ...sealed.accounts.filter(({ id }) => !plain.accounts.some((newer) => newer.id === id)),
    ...plain.accounts,
  ],
  attached: [...sealed.attached, ...plain.attached],
});

/**
 * Opens `<data>/secrets.json`, or with a keychain `<data>/secrets.sealed`, into which the former is taken over.
 * Permissions that let others read it are repaired, and said; Windows has its own rules.
 */
export const openSecretStore = (options: Options): SecretStore => {
  const { path, onWarning, seal = null } = options;
  const sealedPath = path.replace(/\.json$/, '.sealed');
  const plain = readSecrets(path, options, (kept) => kept);
  let secrets = plain ?? none;

  const keep = (change: Partial<Secrets>) => {
    secrets = { ...secrets, ...change };
    const text = `${JSON.stringify(secrets, null, 2)}\n`;
    if (seal === null) writeSafely(path, text);
    else writeSafely(sealedPath, seal.seal(text));
  };
  if (seal !== null) {
    secrets = join(readSecrets(sealedPath, options, (kept) => unsealOrNot(seal, kept)) ?? none, secrets);
    if (plain) {
      keep({});
      rmSync(path, { force: true });
    }
  } else if (readText(sealedPath) !== null) {
    onWarning(`${sealedPath} can only be read with this system’s keychain, which is not there now.`);
  }
  const generated = (key: 'accessKey' | 'clientId' | 'webhookToken', bytes: number): string => {
    const known = secrets[key];
    if (known !== undefined) return known;
    const made = randomBytes(bytes).toString('base64url');
    keep({ [key]: made });
    return made;
  };
  return {
    accessKey: () => generated('accessKey', 32),
    clientId: () => generated('clientId', 18),
    webhookToken: () => generated('webhookToken', 16),
    token: (serverId) => secrets.tokens[serverId] ?? null,
    keepToken: (serverId, token) => keep({ tokens: { ...secrets.tokens, [serverId]: token } }),
    forgetToken: (serverId) => {
      const { [serverId]: _, ...tokens } = secrets.tokens;
      keep({ tokens });
    },
    browsers: { read: () => secrets.browsers, write: (browsers) => keep({ browsers }) },
    keys: { read: () => secrets.keys, write: (keys) => keep({ keys }) },
    accounts: { read: () => secrets.accounts, write: (accounts) => keep({ accounts }) },
    attached: { read: () => secrets.attached, write: (attached) => keep({ attached }) },
  };
};
