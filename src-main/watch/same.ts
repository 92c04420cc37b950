// When two things that Plex names are the same thing: the item, the viewer, the viewing.
import { type SeenSession } from '../../src-contract/heard.ts';
import { type Item } from '../../src-contract/session.ts';
import { type Tracked } from './state.ts';
import { toUserId } from './to-user.ts';

/** By guid; without one by the server's own key; live TV without either by its title. */
export const isSameItem = (one: Item, other: Item): boolean => {
  if (one.guid !== null && other.guid !== null) return one.guid === other.guid;
  if (one.ratingKey !== null || other.ratingKey !== null) return one.ratingKey === other.ratingKey;
  return one.type === other.type && one.title === other.title && one.channel === other.channel;
};

/** A slide show is one viewing. */
export const isSameViewing = (one: Item, other: Item): boolean =>
  isSameItem(one, other) || (one.type === 'photo' && other.type === 'photo');

/** The same person at the same player; a player without an identifier is known by its name. */
export const isSameViewer = ({ session }: Tracked, seen: SeenSession): boolean =>
  session.user.id === toUserId(seen.account.id, session.serverId) &&
  (session.player.machineId !== null || seen.player.machineId !== null
    ? session.player.machineId === seen.player.machineId
    : session.player.title === seen.player.title);
