// What is said about signing in at plex.tv: how far it is, what stands in the way, and how it goes on.
import type { Account, SignedOut, SignInState } from '../auth.ts';
import type { SignInTrouble } from '../sign-in-trouble.ts';
import { formatMoment, formatSpan } from './format.ts';

export type TroubleWords = { says: string; wayBack: string };

const PLEX_TV = 'plex.tv';

/** `goesOn`: Marquee tries again by itself. Else it was asked once, and whoever asked has to ask again. */
export function describeTrouble(trouble: SignInTrouble, nowMs: number, goesOn = true): TroubleWords {
  switch (trouble.kind) {
    case 'no-network': {
      const { at = PLEX_TV } = trouble;
      const check =
        at === PLEX_TV
          ? 'Check the connection of this machine to the internet'
          : 'Check that it runs, and the connection of this machine to it';
      return {
        says: `${at} cannot be reached.`,
        wayBack: goesOn ? `${check}. Marquee tries again by itself.` : `${check}, then try again.`,
      };
    }
    case 'not-answering':
      return {
        says: `${trouble.at ?? PLEX_TV} is not answering as it should.`,
        wayBack: `That is mostly over soon. ${goesOn ? 'Marquee tries again by itself.' : 'Try again in a moment.'}`,
      };
    case 'rate-limited':
      return {
        says: `${trouble.at ?? PLEX_TV} asks for a pause until ${formatMoment(trouble.nextTryAtMs, nowMs)}.`,
        wayBack: goesOn ? 'Marquee goes on by itself then.' : 'Try again then.',
      };
    case 'clock': {
      const off = `${formatSpan(Math.abs(trouble.aheadMs))} ${trouble.aheadMs > 0 ? 'ahead' : 'behind'}`;
      return {
        says: `plex.tv does not take our signature: the clock of this machine is ${off}.`,
        wayBack: 'Set the clock right, then sign in again.',
      };
    }
    case 'refused': {
      const { at, status } = trouble;
      const [by, last] =
        at === undefined
          ? ['', 'remove Marquee from the Authorized Devices at plex.tv first.']
          : [` by ${at}`, 'look there for how it knows Marquee: PLEX_OAUTH_CLIENT_ID and PLEX_OAUTH_REDIRECT_URI.'];
      return {
        says: `The sign-in was refused${by}${status === null ? '' : ` (status ${status})`}.`,
        wayBack: `Sign in again. If that is refused too, ${last}`,
      };
    }
    case 'not-kept':
      return {
        says: 'The sign-in succeeded, but could not be written to disk.',
        wayBack: 'Make room in the data folder, or make it writable, then sign in again.',
      };
  }
}

/** `act`: what the button says; null where there is nothing to do. `again` starts a new one, `open` opens the page. */
export type SignInWords = {
  tone: 'waiting' | 'well' | 'problem';
  title: string;
  text: string;
  act: { kind: 'open' | 'again'; label: string } | null;
};

const again = { kind: 'again', label: 'Sign in again' } as const;

export function describeSignIn(state: SignInState, nowMs: number): SignInWords {
  switch (state.kind) {
    case 'waiting': {
      const act = { kind: 'open', label: 'Open the page again' } as const;
      if (state.trouble) {
        const { says, wayBack } = describeTrouble(state.trouble, nowMs);
        return { tone: 'problem', title: says, text: wayBack, act };
      }
      const text = 'Approve Marquee on the page in your browser. If you closed it or declined, open it again.';
      return { tone: 'waiting', title: 'Waiting for your approval', text, act };
    }
    case 'signed-in':
      return {
        tone: 'well',
        title: `Signed in as ${state.account.name}`,
        text: 'Marquee has what it needs. This page can be closed.',
        act: null,
      };
    case 'expired':
      return { tone: 'problem', title: 'This sign-in has expired', text: 'It waits for ten minutes.', act: again };
    case 'denied':
      return {
        tone: 'problem',
        title: 'The sign-in was not approved',
        text: 'Nothing has changed. Sign in again whenever you like.',
        act: again,
      };
    case 'cancelled':
      return { tone: 'problem', title: 'The sign-in was cancelled', text: 'Nothing has changed.', act: again };
    case 'problem': {
      const { says, wayBack } = describeTrouble(state.trouble, nowMs);
      return { tone: 'problem', title: says, text: wayBack, act: again };
    }
  }
}

const whyUnauthorized = {
  ended: 'plex.tv does not accept this sign-in any more. Perhaps Marquee was removed from the Authorized Devices.',
  'key-refused': 'plex.tv does not know the key of this Marquee any more, or knows it as another device’s.',
  'not-for-plex': 'plex.tv does not take the tokens of this authorization server, so no servers are found with them.',
} as const;

const endedElsewhere = 'The authorization server does not renew this sign-in any more.';

/** `hint`: what to do, where something is to be done. */
export type AccountWords = { tone: 'waiting' | 'well' | 'problem'; text: string; hint: string | null };

export function describeAccount(
  { status, tokenKind }: Pick<Account, 'status' | 'tokenKind'>,
  nowMs: number,
): AccountWords {
  switch (status.kind) {
    case 'ok':
      return { tone: 'well', text: 'signed in', hint: null };
    case 'waiting': {
      const { says, wayBack } = describeTrouble(status.trouble, nowMs);
      return { tone: 'waiting', text: says, hint: wayBack };
    }
    case 'unauthorized': {
      const hint = status.why === 'not-for-plex' ? 'Unset PLEX_OAUTH_ISSUER to sign in at plex.tv.' : 'Sign in again.';
      const isElsewhere = tokenKind === 'oauth' && status.why !== 'not-for-plex';
      return { tone: 'problem', text: isElsewhere ? endedElsewhere : whyUnauthorized[status.why], hint };
    }
  }
}

export function describeSignedOut({ account, ended }: SignedOut): string {
  if (ended) return `${account.name} is signed out.`;
  if (account.tokenKind === 'oauth')
    return `Marquee has forgotten ${account.name}, but the authorization server did not end the sign-in; it ends there by itself.`;
  return `Marquee has forgotten ${account.name}, but plex.tv could not be told. Remove Marquee from the Authorized Devices there.`;
}
