// How the list is sorted and grouped, as it stands in the address. Pure.
import { type PlayQuery, type PlaySort, playQuerySchema, playSortSchema } from '../../../src-contract/play.ts';

export type Group = PlayQuery['group'];
export type Order = { sort: PlaySort; order: 'asc' | 'desc'; group: Group };

const usual: Order = { sort: 'stopped', order: 'desc', group: 'none' };
const shape = playQuerySchema.pick({ sort: true, order: true, group: true });

/** What makes no sense there counts as not said. */
export function readOrder(query: URLSearchParams): Order {
  const given = {
    sort: query.get('sort') ?? undefined,
    order: query.get('order') ?? undefined,
    group: query.get('group') ?? undefined,
  };
  return shape.safeParse(given).data ?? usual;
}

export function writeOrder(order: Order, query: URLSearchParams): void {
  for (const name of ['sort', 'order', 'group'] as const) {
    if (order[name] === usual[name]) query.delete(name);
    else query.set(name, order[name]);
  }
}

/** Names are read from A on, amounts and times from the largest; again, and it is turned round. */
export function sortBy(before: Order, sort: PlaySort): Order {
  const isText = playSortSchema
    .extract(['user', 'title', 'player', 'platform', 'decision', 'location'])
    .safeParse(sort);
  if (before.sort !== sort) return { ...before, sort, order: isText.success ? 'asc' : 'desc' };
  return { ...before, order: before.order === 'asc' ? 'desc' : 'asc' };
}
