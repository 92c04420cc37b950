// What is said about signing in at plex.tv: how far it is, what stands in the way, and how it goes on.
import type { Account, SignedOut, SignInState } from '../auth.ts';
import type { SignInTrouble } from '../sign-in-trouble.ts';
import { formatMoment, formatSpan } from './format.ts';

export type TroubleWords = { says: string; wayBack: string };

export function describeTrouble(trouble: SignInTrouble, nowMs: number): TroubleWords {
  switch (trouble.kind) {
    case 'no-network':
      return {
        says: 'plex.tv cannot be reached.',
        wayBack: 'Check the connection of this machine to the internet. Marquee tries again by itself.',
      };
    case 'not-answering':
      return {
        says: 'plex.tv is not answering as it should.',
        wayBack: 'That is mostly over soon. Marquee tries again by itself.',
      };
    case 'rate-limited':
      return {
        says: `plex.tv asks for a pause until ${formatMoment(trouble.nextTryAtMs, nowMs)}.`,
        wayBack: 'Marquee goes on by itself then.',
      };
    case 'clock': {
      const off = `${formatSpan(Math.abs(trouble.aheadMs))} ${trouble.aheadMs > 0 ? 'ahead' : 'behind'}`;
      return {
        says: `plex.tv does not take our signature: the clock of this machine is ${off}.`,
        wayBack: 'Set the clock right, then sign in again.',
      };
    }
    case 'refused':
      return {
        says: `The sign-in was refused${trouble.status === null ? '' : ` (status ${trouble.status})`}.`,
        wayBack: 'Sign in again. If that is refused too, remove Marquee from the Authorized Devices at plex.tv first.',
      };
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

/** `hint`: what to do, where something is to be done. */
export type AccountWords = { tone: 'waiting' | 'well' | 'problem'; text: string; hint: string | null };

export function describeAccount({ status }: Pick<Account, 'status'>, nowMs: number): AccountWords {
  switch (status.kind) {
    case 'ok':
      return { tone: 'well', text: 'signed in', hint: null };
    case 'waiting': {
      const { says, wayBack } = describeTrouble(status.trouble, nowMs);
      return { tone: 'waiting', text: says, hint: wayBack };
    }
    case 'unauthorized': {
      const hint = status.why === 'not-for-plex' ? 'Unset PLEX_OAUTH_ISSUER to sign in at plex.tv.' : 'Sign in again.';
      return { tone: 'problem', text: whyUnauthorized[status.why], hint };
    }
  }
}

export function describeSignedOut({ account, ended }: SignedOut): string {
  if (ended) return `${account.name} is signed out.`;
  return `Marquee has forgotten ${account.name}, but plex.tv could not be told. Remove Marquee from the Authorized Devices there.`;
}
