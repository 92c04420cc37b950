// What plays at this moment and is no play yet, as imports and back-fill have to know it.
import type { OpenSession } from '../adoption.ts';
import { toItemKey } from '../item-key.ts';
import type { OpenPlay } from './match-rows.ts';

export const toOpenPlays = (serverId: string, open: Iterable<OpenSession>): OpenPlay[] =>
  [...open].flatMap(({ events }) => {
    const started = events.find((event) => event.kind === 'session-started');
    if (!started || started.serverId !== serverId) return [];
    const { id, user, item, player, startedAtMs } = started.session;
    return [
      {
        id,
        userId: user.id,
        itemKey: toItemKey(serverId, item),
        ratingKey: item.ratingKey,
        machineId: player.machineId,
        live: item.live,
        startedAtMs,
      },
    ];
  });
