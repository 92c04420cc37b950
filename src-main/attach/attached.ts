// The Marquees elsewhere that this app shows: attached by their sign-in links, followed, and let go of again.
import type { Clock } from '../lib/clock.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { askMarquee, hostOf, isKnownThere } from './ask.ts';
import { AttachError } from './attach-error.ts';
import { describeVersions, exchangeCode } from './exchange-code.ts';
import { createRemote, type Remote } from './remote.ts';
import { parseSignInLink } from './sign-in-link.ts';

/** What is kept of each, with its key, where secrets are. */
export type KeptMarquee = { id: string; name: string; url: string; keyId: string; key: string };

type Options = {
  store: { read: () => KeptMarquee[]; write: (all: KeptMarquee[]) => void };
  /** How our key is listed there. */
  keyName: string;
  version: string;
  hide: (secret: string) => void;
  newId: (atMs: number) => string;
  clock: Clock;
  log: Log;
};

export type AttachedMarquees = {
  all: () => Remote[];
  find: (id: string) => Remote | null;
  /** One was attached, or is gone. */
  onChange: (listener: () => void) => () => void;
  attach: (wanted: { link: string; name?: string | undefined }) => Promise<Remote>;
  /** Null when there is no such Marquee. */
  detach: (id: string) => Promise<{ keyRevoked: boolean } | null>;
  retry: () => void;
  close: () => void;
};

const REVOKE_MS = 5000;
const generic = /^(localhost|[\d.]+|\[[\da-f:.]+\])$/i;

/** What a person calls it: as he says, else by the name in its address, else as that machine calls itself. */
const toName = (wanted: string | undefined, url: string, machine: string, taken: readonly string[]): string => {
  const { hostname } = new URL(url);
  const name = wanted || (generic.test(hostname) ? machine : hostname) || hostOf(url);
  return taken.includes(name) ? `${name} (${hostOf(url)})` : name;
};

export const openAttached = (options: Options): AttachedMarquees => {
  const { store, keyName, version, hide, newId, clock, log } = options;
  const changed = createEmitter<void>();
  let kept = store.read();
  const follow = (one: KeptMarquee): Remote => {
    hide(one.key);
    return createRemote({ ...one, version, clock, log });
  };
  let remotes = kept.map(follow);

  const keep = (next: KeptMarquee[]) => {
    store.write(next);
    kept = next;
  };

  /** Gives a key back; it may be that nobody is there to take it. */
  const revoke = async ({ url, key, keyId, name }: KeptMarquee): Promise<boolean> => {
    const signal = AbortSignal.timeout(REVOKE_MS);
    try {
      // Whatever a key has under way is cut with it, this very request too: so it is asked whether it worked.
      const asked = askMarquee(url, `api/v1/access/keys/${encodeURIComponent(keyId)}`, {
        method: 'DELETE',
        key,
        signal,
      });
      await asked.catch(() => {});
      return !(await isKnownThere(url, key, signal));
    } catch (error) {
      log.info('A key could not be given back', { name, reason: toError(error).message });
      return false;
    }
  };

  const leave = (id: string) => {
    remotes.find((remote) => remote.id === id)?.close();
    remotes = remotes.filter((remote) => remote.id !== id);
  };

  return {
    all: () => remotes,
    find: (id) => remotes.find((remote) => remote.id === id) ?? null,
    onChange: changed.subscribe,
    attach: async ({ link, name: wanted }) => {
      const signInLink = parseSignInLink(link);
      hide(signInLink.code);
      const { url } = signInLink;
      const { key, keyId, host, version: theirs } = await exchangeCode(signInLink, keyName);
      hide(key);
      // The same address again: the new key takes the place of the old one.
      const before = kept.find((one) => one.url === url);
      const others = kept.filter((one) => one !== before);
      const named = wanted || before?.name;
      const name = toName(
        named,
        url,
        host,
        others.map((one) => one.name),
      );
      const fresh = { id: newId(clock.nowMs()), name, url, keyId, key };
      const differ = describeVersions(name, theirs, version);
      if (differ !== null) {
        await revoke(fresh);
        throw new AttachError('other-version', differ);
      }
      try {
        keep([...others, fresh]);
      } catch (error) {
        await revoke(fresh);
        throw error;
      }
      if (before) {
        leave(before.id);
        void revoke(before);
      }
      const remote = follow(fresh);
      remotes = [...remotes, remote];
      log.info('A Marquee was attached', { name, url });
      changed.emit();
      return remote;
    },
    detach: async (id) => {
      const found = kept.find((one) => one.id === id);
      if (!found) return null;
      keep(kept.filter((one) => one !== found));
      leave(id);
      changed.emit();
      const keyRevoked = await revoke(found);
      log.info('A Marquee was detached', { name: found.name, url: found.url, keyRevoked });
      return { keyRevoked };
    },
    retry: () => {
      for (const remote of remotes) remote.retry();
    },
    close: () => {
      for (const remote of remotes) remote.close();
    },
  };
};
