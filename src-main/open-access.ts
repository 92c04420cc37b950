// Who may come in: keys, browsers and sign-in links; each of them is hidden from the log from the moment it is made.
import type { Clock } from './lib/clock.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import type { SecretStore } from './settings/secret-store.ts';
import { createAccess } from './web/access.ts';
import { createAccessKeys, type AccessKeys } from './web/access-keys.ts';

type Options = {
  /** What opens everything. */
  key: string;
  secrets: Pick<SecretStore, 'keys' | 'browsers'>;
  hidden: HiddenWords;
  clock: Clock;
  newId: (atMs: number) => string;
};

export const openAccess = ({ key, secrets, hidden, clock, newId }: Options) => {
  const known = createAccessKeys({ store: secrets.keys, clock, newId });
  const create: AccessKeys['create'] = (wanted) => {
    const made = known.create(wanted);
    if (made) hidden.add(made.key);
    return made;
  };
  const keys = { ...known, create };
  const access = createAccess({ key, keys, store: secrets.browsers, clock });
  const createLink = (address: string) => {
    const link = access.createLink(address);
    hidden.add(new URL(link.url).hash.replace('#code=', ''));
    return link;
  };
  return { access, keys, createLink };
};
