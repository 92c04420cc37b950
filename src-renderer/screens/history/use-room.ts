// How wide a part of the page is, as the window changes.
import { type RefObject, useLayoutEffect, useState } from 'react';

export function useRoom(part: RefObject<HTMLElement | null>): number {
  const [px, setPx] = useState(Infinity);
  useLayoutEffect(() => {
    const element = part.current;
    if (element === null) return;
    const look = () => setPx(element.clientWidth);
    look();
    const watching = new ResizeObserver(look);
    watching.observe(element);
    return () => watching.disconnect();
  }, [part]);
  return px;
}
