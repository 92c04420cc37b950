// Sign-ins that our window began at a Marquee elsewhere: the system's browser may open their pages, and who has signed in
// gets our window back.
import type { SignInState, StartedSignIn } from '../../src-contract/auth.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

type Calls = { signIn: { watch: (asked: { state: string }) => Promise<AsyncIterable<SignInState>> } };

export type RemoteSignIns = {
  begun: (client: Calls, started: StartedSignIn) => void;
  /** Whether one that is under way sends its person to this address. */
  isPage: (address: string) => boolean;
  onSignedIn: (listener: () => void) => () => void;
};

export const createRemoteSignIns = (log: Log): RemoteSignIns => {
  const pages = new Set<string>();
  const signedIn = createEmitter<void>();
  const follow = async ({ signIn }: Calls, state: string) => {
    for await (const { kind } of await signIn.watch({ state })) if (kind === 'signed-in') signedIn.emit();
  };
  return {
    begun: (client, { authorization_url: page, state }) => {
      // What else a system opens, such as files and programs, is not for a Marquee elsewhere to say.
      const { href, protocol } = new URL(page);
      if (protocol === 'https:' || protocol === 'http:') pages.add(href);
      follow(client, state)
        // Expected when the line breaks: the page says how it stands when there is one again.
        .catch((error: unknown) =>
          log.debug('A sign-in elsewhere is followed no more', { reason: toError(error).message }),
        )
        .finally(() => pages.delete(href));
    },
    isPage: (address) => pages.has(address),
    onSignedIn: signedIn.subscribe,
  };
};
