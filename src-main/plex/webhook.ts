// What Plex's webhooks say, read leniently: real bodies lack the player, the item or the server, and one day more.
import { z } from 'zod';
import { number, flag, one, text, toRecord } from './lenient.ts';

/*
  Shapes: support.plex.tv/articles/115002267687 and recorded bodies. There is no id, no time and no session key. `user`:
  sent because this person set the hook; `owner`: the hook is of the server's owner. Account 1 is the server's owner.
*/
const payload = z.object({
  event: text,
  owner: flag,
  rating: number,
  Account: one(z.object({ id: text, title: text })),
  Server: one(z.object({ title: text, uuid: text })),
  Player: one(z.object({ title: text, uuid: text })),
  Metadata: one(
    z.object({
      type: text,
      ratingKey: text,
      parentRatingKey: text,
      grandparentRatingKey: text,
      guid: text,
      librarySectionID: text,
      title: text,
      parentTitle: text,
      grandparentTitle: text,
      userRating: number,
    }),
  ),
});
export type Webhook = z.output<typeof payload> & { event: string };

/** Null for what is no webhook of Plex at all: no object, or without a word about what happened. */
export const parseWebhook = (body: unknown): Webhook | null => {
  const record = toRecord(body);
  const parsed = record && payload.safeParse(record).data;
  if (!parsed || parsed.event === null) return null;
  return { ...parsed, event: parsed.event };
};

/**
 * Which of the watched servers it speaks of. Hooks follow their owner to the servers of other people: those are not
 * ours. One that names no server is of the only one there is, unless it says that it is of another.
 */
export const findServer = <Watched extends { id: string }>(
  { Server, owner }: Webhook,
  watched: readonly Watched[],
): Watched | null => {
  if (Server?.uuid) return watched.find(({ id }) => id === Server.uuid) ?? null;
  const [only, ...others] = watched;
  return only && others.length === 0 && owner !== false ? only : null;
};
