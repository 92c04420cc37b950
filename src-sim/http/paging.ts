// Plex's paging: both container headers ask for a page, and the answer says where it starts and how many there are.
import { container, type Attributes, type Element } from '../render/element.ts';
import { tree, type Answer } from './answer.ts';
import type { Ask } from './ask.ts';

export function page<T>(
  ask: Ask,
  all: readonly T[],
  render: (item: T) => Element,
  attributes: Attributes = {},
  beside: readonly Element[] = [],
): Answer {
  const start = toCount(ask.plex('Container-Start'));
  const size = toCount(ask.plex('Container-Size'));
  const limit = toCount(ask.query.get('limit'));
  const total = limit === null ? all.length : Math.min(limit, all.length);
  const from = size === null ? 0 : (start ?? 0);
  const until = size === null ? total : Math.min(from + size, total);
  const shown = all.slice(from, until).map(render);
  const head = { ...attributes, size: shown.length, totalSize: total, offset: from };
  return tree(container(head, [...beside, ...shown]), ask.accept, totals(from, total));
}

const totals = (start: number, total: number): Record<string, string> => ({
  'X-Plex-Container-Start': String(start),
  'X-Plex-Container-Total-Size': String(total),
});

function toCount(text: string | null): number | null {
  if (text === null || !/^\d+$/.test(text)) return null;
  return Number(text);
}
