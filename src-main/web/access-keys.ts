// The access keys that the owner made for scripts and dashboards: named, limited or not, revocable, kept as hashes only.
import { randomBytes } from 'node:crypto';
import type { AccessKey } from '../../src-contract/access.ts';
import type { Clock } from '../lib/clock.ts';
import { createEmitter } from '../lib/emitter.ts';
import { hashOf, isSame } from './secret-hash.ts';

/** What is kept of a key: never the key, only the SHA-256 of it. */
export type KeptKey = AccessKey & { hash: string };
export type KeyStore = { read: () => KeptKey[]; write: (all: KeptKey[]) => void };

export type AccessKeys = {
  list: () => AccessKey[];
  /** The only time that the key itself is shown. Null when there are too many. */
  create: (wanted: { name: string; readOnly: boolean }) => (AccessKey & { key: string }) | null;
  /** Null when there is no such key. */
  revoke: (id: string) => AccessKey | null;
  find: (secret: string) => AccessKey | null;
  /** What is under way with a revoked key is to be broken off. */
  onRevoked: (listener: (id: string) => void) => () => void;
};

const MAX_KEYS = 100;

/** 256 random bits, as text that fits a header, a cookie and a URL. */
export const createAccessKey = (): string => randomBytes(32).toString('base64url');

const toShown = ({ id, name, readOnly, createdAtMs }: KeptKey): AccessKey => ({ id, name, readOnly, createdAtMs });

export const createAccessKeys = (options: { store: KeyStore; clock: Clock; newId: (atMs: number) => string }) => {
  const { store, clock, newId } = options;
  const revoked = createEmitter<string>();
  // A hash of another length cannot be compared; somebody has been at the file.
  let keys = store.read().filter(({ hash }) => /^[\da-f]{64}$/.test(hash));
  const keep = (next: KeptKey[]): void => {
    store.write(next);
    keys = next;
  };
  const access: AccessKeys = {
    list: () => keys.map(toShown),
    create: ({ name, readOnly }) => {
      if (keys.length >= MAX_KEYS) return null;
      const key = createAccessKey();
      const createdAtMs = clock.nowMs();
      const kept = { id: newId(createdAtMs), name, readOnly, createdAtMs, hash: hashOf(key).toString('hex') };
      keep([...keys, kept]);
      return { ...toShown(kept), key };
    },
    revoke: (id) => {
      const found = keys.find((key) => key.id === id);
      if (!found) return null;
      keep(keys.filter((key) => key !== found));
      revoked.emit(id);
      return toShown(found);
    },
    find: (secret) => {
      const found = keys.find(({ hash }) => isSame(secret, Buffer.from(hash, 'hex')));
      return found ? toShown(found) : null;
    },
    onRevoked: revoked.subscribe,
  };
  return access;
};
