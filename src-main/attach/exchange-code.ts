// Trades the code of a sign-in link for a key of our own at a Marquee elsewhere.
import { z } from 'zod';
import { askMarquee, hostOf, problemOf } from './ask.ts';
import { AttachError } from './attach-error.ts';
import type { SignInLink } from './sign-in-link.ts';

const grantedSchema = z.object({ keyId: z.string(), key: z.string(), host: z.string(), version: z.string() });
export type Granted = z.infer<typeof grantedSchema>;

/** Until 1.0 every minor version may change what is said over the line. */
const toLine = (version: string): string => version.split('.').slice(0, 2).join('.');

export const describeVersions = (name: string, theirs: string, ours: string): string | null =>
  toLine(theirs) === toLine(ours)
    ? null
    : `${name} runs Marquee ${theirs}, and this app is ${ours}. Bring both to the same version.`;

/** `keyName` is how the key is listed there, so that it can be revoked. */
export const exchangeCode = async ({ url, code }: SignInLink, keyName: string): Promise<Granted> => {
  const answer = await askMarquee(url, 'api/v1/access/attach', { body: { code, name: keyName } });
  const granted = grantedSchema.safeParse(answer.json).data;
  if (granted) return granted;
  switch (problemOf(answer) ?? 'NONE') {
    case 'SIGN_IN_LINK_USED':
      throw new AttachError(
        'link-used',
        'This link was used already or is older than ten minutes. Make another one there, with `marquee link` or in its settings.',
      );
    case 'TOO_MANY_TRIES':
      throw new AttachError(
        'link-used',
        `${hostOf(url)} was given too many wrong links. Wait a minute, then try again.`,
      );
    case 'TOO_MANY_KEYS':
      throw new AttachError('too-many-keys', `${hostOf(url)} has 100 access keys. Revoke one there that is not used.`);
    case 'SETTINGS_NOT_KEPT':
    case 'INTERNAL':
      throw new AttachError('unreachable', `${hostOf(url)} could not write the new key down. Is its disk full?`);
    default:
      throw new AttachError(
        'not-marquee',
        `What answers at ${hostOf(url)} is no Marquee, or one that is too old to be attached.`,
      );
  }
};
