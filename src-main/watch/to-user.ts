// Who a Plex account on one server is, as one person across all servers.
import { type SeenSession } from '../../src-contract/heard.ts';
import { type User } from '../../src-contract/words.ts';

const OWNER = '1';

/** Account 1 is the owner of this one server; 0 or none is local; every other number is the plex.tv id itself. */
export const toUserId = (accountId: string | null, serverId: string): string => {
  if (accountId === null || accountId === '' || accountId === '0') return 'local';
  return accountId === OWNER ? `${serverId}:${OWNER}` : accountId;
};

export const toUser = (account: SeenSession['account'], serverId: string, ownerName: string | null): User => {
  const id = toUserId(account.id, serverId);
  const known = account.name === null || account.name.trim() === '' ? null : account.name;
  const fallback = id === 'local' ? 'Local' : account.id === OWNER ? (ownerName ?? 'Owner') : `User ${id}`;
  return { id, name: known ?? fallback, thumb: account.thumb };
};
