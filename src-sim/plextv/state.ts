// What the simulated plex.tv remembers: accounts, PINs, device keys, nonces and tokens, and by which clock they end.
import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { UnknownThing } from '../control.ts';
import type { Prng } from '../prng.ts';
import { makeAccount, type Account, type AccountOptions } from './accounts.ts';
import { signJwt } from './jwt.ts';

export type Pin = {
  id: number;
  code: string;
  strong: boolean;
  product: string | null;
  clientIdentifier: string;
  /** The device's key, when the PIN was made with one. */
  kid: string | null;
  createdAtMs: number;
  expiresAtMs: number;
  state: 'waiting' | 'approved' | 'denied';
  account: Account | null;
  token: string | null;
};

export type DeviceKey = {
  kid: string;
  key: KeyObject;
  clientIdentifier: string;
  account: Account | null;
  /** The classic token that the key was registered with; it ends at the first exchange. */
  legacyToken: string | null;
};

export type Token = {
  value: string;
  kind: 'classic' | 'jwt';
  account: Account;
  clientIdentifier: string | null;
  kid: string | null;
  expiresAtMs: number | null;
  end: 'expired' | 'revoked' | null;
};

type SigningKey = { kid: string; privateKey: KeyObject; jwk: { [field: string]: string } };

const minuteMs = 60_000;
const scopes = ['username', 'email', 'friendly_name', 'restricted', 'anonymous', 'joinedAt'];

export type State = ReturnType<typeof createState>;

export function createState(options: {
  prng: Prng;
  accounts: readonly AccountOptions[];
  tokenLifeMs: number;
  realNow: () => number;
}) {
  const { prng } = options;
  const accounts = options.accounts.map(makeAccount);
  const pins = new Map<number, Pin>();
  const keys = new Map<string, DeviceKey>();
  const nonces = new Map<string, number>();
  const tokens = new Map<string, Token>();
  const settings = {
    /** How far plex.tv's clock is from the real one. */
    offsetMs: 0,
    tokenLifeMs: options.tokenLifeMs,
    /** False: a PIN with a device key is refused, as before September 2025. */
    takesKeys: true,
    /** Whether the servers let an account's JWT in. */
    serversTakeJwt: false,
    expiredStatus: 498,
  };
  const now = (): number => options.realNow() + settings.offsetMs;

  const newSigningKey = (): SigningKey => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const kid = prng.id(43, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_');
    const x = publicKey.export({ format: 'jwk' }).x ?? '';
    return { kid, privateKey, jwk: { kty: 'OKP', crv: 'Ed25519', x, use: 'sig', alg: 'EdDSA', kid } };
  };
  /** The newest is the last one, and signs. */
  const signing: [SigningKey, ...SigningKey[]] = [newSigningKey()];

  const accountOf = (name: string | undefined): Account => {
    const found = accounts.find(({ username, id }) => name === undefined || username === name || String(id) === name);
    if (found === undefined) throw new UnknownThing('account', name ?? '');
    return found;
  };

  const keep = (token: Token): Token => {
    tokens.set(token.value, token);
    return token;
  };
  const newClassicToken = (account: Account, clientIdentifier: string | null, value = prng.id(20)): Token =>
    keep({ value, kind: 'classic', account, clientIdentifier, kid: null, expiresAtMs: null, end: null });
  const newJwt = (account: Account, key: DeviceKey, scope: string): Token => {
    const iat = Math.floor(now() / 1000);
    const exp = iat + Math.floor(settings.tokenLifeMs / 1000);
    const asked = scope.split(',').filter((one) => scopes.includes(one));
    const facts: Readonly<Record<string, unknown>> = {
      username: account.username,
      email: account.email,
      friendly_name: account.username,
      restricted: false,
      anonymous: false,
      joinedAt: 1_421_154_902,
    };
    const newest = signing.at(-1) ?? signing[0];
    const value = signJwt(newest.privateKey, newest.kid, {
      iss: 'plex.tv',
      aud: ['plex.tv', key.clientIdentifier],
      iat,
      exp,
      thumbprint: key.kid,
      jti: randomUUID(),
      user: { id: account.id, uuid: account.uuid, ...Object.fromEntries(asked.map((one) => [one, facts[one]])) },
    });
    const { kid, clientIdentifier } = key;
    return keep({ value, kind: 'jwt', account, clientIdentifier, kid, expiresAtMs: exp * 1000, end: null });
  };

  return {
    accounts,
    pins,
    keys,
    tokens,
    settings,
    now,
    accountOf,
    newClassicToken,
    newJwt,
    rotateKeys: () => void signing.push(newSigningKey()),
    publicKeys: () => signing.map(({ jwk }) => jwk),

    newPin: (asked: Pick<Pin, 'strong' | 'product' | 'clientIdentifier' | 'kid'>): Pin => {
      const lifeMs = (asked.strong ? 30 : 15) * minuteMs;
      const pin: Pin = {
        ...asked,
        id: 1_272_000_000 + prng.int(0, 900_000) + pins.size * 1_000_000,
        code: asked.strong ? prng.id(25) : prng.id(4, 'ABCDEFGHJKLMNPQRSTUVWXYZ123456789'),
        createdAtMs: now(),
        expiresAtMs: now() + lifeMs,
        state: 'waiting',
        account: null,
        token: null,
      };
      pins.set(pin.id, pin);
      return pin;
    },
    /** By its number or its code; an expired one is not found. */
    findPin: (which: string | number): Pin | null => {
      const wanted = String(which);
      const same = ({ id, code }: Pin): boolean =>
        String(id) === wanted || code === wanted || (code.length === 4 && code === wanted.toUpperCase());
      const found = [...pins.values()].find(same);
      return found === undefined || found.expiresAtMs <= now() ? null : found;
    },
    newNonce: (): string => {
      const nonce = randomUUID();
      nonces.set(nonce, now() + 5 * minuteMs);
      return nonce;
    },
    /** Each counts once. */
    useNonce: (nonce: unknown): boolean => {
      if (typeof nonce !== 'string') return false;
      const until = nonces.get(nonce) ?? 0;
      nonces.delete(nonce);
      return until > now();
    },
    judge: (value: string | null): { token: Token | null; end: 'expired' | 'revoked' | null } => {
      const token = value === null ? undefined : tokens.get(value);
      if (token === undefined) return { token: null, end: 'revoked' };
      const isOver = token.expiresAtMs !== null && token.expiresAtMs <= now();
      return { token, end: token.end ?? (isOver ? 'expired' : null) };
    },
  };
}
