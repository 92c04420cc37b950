// Who may come in: sign-in links for browsers, access keys for scripts and dashboards.
import { implement } from '@orpc/server';
import type { AccessKey, Reach } from '../../src-contract/access.ts';
import { contract } from '../../src-contract/contract.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

export type AccessRoom = {
  reach: () => Reach;
  createLink: () => { url: string; expiresAtMs: number };
  keys: {
    list: () => AccessKey[];
    /** Null when there are too many. */
    create: (wanted: { name: string; readOnly: boolean }) => (AccessKey & { key: string }) | null;
    /** Null when there is no such key. */
    revoke: (id: string) => AccessKey | null;
  };
};

const os = implement(contract.access);

export const accessBranch = ({ reach, createLink, keys }: AccessRoom, log: Log) => {
  /** A full disk, or a folder that is not ours any more. */
  const kept = <Value>(write: () => Value): { value: Value } | null => {
    try {
      return { value: write() };
    } catch (error) {
      log.error('The access keys could not be kept', { reason: toError(error).message });
      return null;
    }
  };
  return {
    reach: os.reach.handler(() => reach()),
    createLink: os.createLink.handler(() => createLink()),
    keys: os.keys.handler(() => keys.list()),
    createKey: os.createKey.handler(({ input, errors }) => {
      const made = kept(() => keys.create(input));
      if (!made) throw errors.SETTINGS_NOT_KEPT();
      if (!made.value) throw errors.TOO_MANY_KEYS();
      return made.value;
    }),
    revokeKey: os.revokeKey.handler(({ input, errors }) => {
      const revoked = kept(() => keys.revoke(input.keyId));
      if (!revoked) throw errors.SETTINGS_NOT_KEPT();
      if (!revoked.value) throw errors.UNKNOWN_KEY();
      return revoked.value;
    }),
  };
};
