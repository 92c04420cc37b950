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
  const limit = toCount(ask.query.get('limit'));
  const total = limit === null ? all.length : Math.min(limit, all.length);
  const size = toCount(ask.plex('Container-Size'));
  if (size === null) {
    const shown = all.slice(0, total).map(render);
    return tree(container({ ...attributes, size: shown.length }, [...beside, ...shown]), ask.accept);
  }
  const from = toCount(ask.plex('Container-Start')) ?? 0;
  const shown = all.slice(from, Math.min(from + size, total)).map(render);
  const head = { ...attributes, size: shown.length, totalSize: total, offset: from };
  return tree(container(head, [...beside, ...shown]), ask.accept, {
    'X-Plex-Container-Start': String(from),
    'X-Plex-Container-Total-Size': String(total),
  });
}

function toCount(text: string | null): number | null {
  if (text === null || !/^\d+$/.test(text)) return null;
  return Number(text);
}
