// The lines of the history, read page by page where somebody looks, and read anew when plays end.
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { PlayLine, PlayPage } from '../../../src-contract/play.ts';
import { useMarquee } from '../../client/marquee.ts';
import { addPoint, type Filter } from '../../parts/filter/filter-address.ts';
import { toAsked } from '../../parts/filter/use-filter.ts';
import type { Order } from './order.ts';
import { type Opening, pageLength } from './places.ts';

/** An opened group, with what opens its plays. */
export type OpenedGroup = Opening & { filter: Readonly<Record<string, string | number | boolean>> };
export type WantedPage = { of: OpenedGroup | null; page: number };

export type Lines = {
  /** Null until the first answer. */
  head: PlayPage | null;
  /** Whether what is shown belongs to another filter, whose answer is still the last one. */
  isOld: boolean;
  /** Undefined while it is being read. */
  lineAt: (of: Opening | null, index: number) => PlayLine | undefined;
  /** Of the list itself, as far as they are here: index and line. */
  known: () => Iterable<readonly [number, PlayLine]>;
};

/** A page that was only passed by is not asked for. */
const passedByMs = 50;
const keptMs = 60_000;

/** The first page, with how many there are; the last answer stays until the next one is here. */
export function useHead(filter: Filter, order: Order) {
  const { procedures } = useMarquee();
  return useQuery({
    ...procedures.history.plays.queryOptions({
      input: { ...toAsked(filter), ...order, start: 0, length: pageLength },
    }),
    placeholderData: keepPreviousData,
  });
}

export function useLines(filter: Filter, order: Order, wanted: readonly WantedPage[]): Lines {
  const { procedures } = useMarquee();
  const settled = useSettled(wanted);
  const input = (of: OpenedGroup | null, page: number) => ({
    ...toAsked(of === null ? filter : addPoint(filter, of.filter)),
    ...order,
    ...(of === null ? {} : { group: 'none' as const, sort: 'stopped' as const, order: 'desc' as const }),
    start: page * pageLength,
    length: pageLength,
  });
  const first = useHead(filter, order);
  const others = wanted.filter(({ of, page }) => of !== null || page > 0);
  const answers = useQueries({
    queries: others.map((one) => ({
      ...procedures.history.plays.queryOptions({ input: input(one.of, one.page) }),
      enabled: settled.has(toKey(one)),
      staleTime: keptMs,
      gcTime: keptMs,
    })),
  });
  const head = first.data ?? null;
  const pages = new Map(others.map((one, at) => [toKey(one), answers[at]?.data?.items] as const));
  if (head) pages.set(toKey({ of: null, page: 0 }), head.items);
  return {
    head,
    isOld: first.isPlaceholderData,
    lineAt: (of, index) => pages.get(toKey({ of, page: Math.floor(index / pageLength) }))?.[index % pageLength],
    *known() {
      for (const one of [{ of: null, page: 0 }, ...others]) {
        if (one.of !== null) continue;
        for (const [offset, line] of (pages.get(toKey(one)) ?? []).entries()) {
          yield [one.page * pageLength + offset, line] as const;
        }
      }
    },
  };
}

function toKey({ of, page }: { of: Opening | null; page: number }): string {
  return `${of?.key ?? ''} ${page}`;
}

/** The pages that are still wanted after a moment. */
function useSettled(wanted: readonly WantedPage[]): ReadonlySet<string> {
  const text = wanted.map(toKey).join('\n');
  const [settled, settle] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => settle(text), passedByMs);
    return () => clearTimeout(timer);
  }, [text]);
  return useMemo(() => new Set(settled.split('\n')), [settled]);
}
