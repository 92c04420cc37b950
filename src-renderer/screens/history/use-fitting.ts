// The columns that this browser wants to see, and those of them that a part of the page has room for.
import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { type ColumnName, toFitting, useColumns } from './columns.ts';

type Fitting = { wanted: readonly ColumnName[]; shown: readonly ColumnName[] };

export function useFitting(part: RefObject<HTMLElement | null>): Fitting {
  const wanted = useColumns();
  const [roomPx, setRoomPx] = useState(Infinity);
  useLayoutEffect(() => {
    const element = part.current;
    if (element === null) return;
    const look = () => setRoomPx(element.clientWidth);
    look();
    const watching = new ResizeObserver(look);
    watching.observe(element);
    return () => watching.disconnect();
  }, [part]);
  return useMemo(() => ({ wanted, shown: toFitting(wanted, roomPx) }), [wanted, roomPx]);
}
