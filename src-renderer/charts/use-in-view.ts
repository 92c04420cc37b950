// Whether a part of the page can be seen, and how wide it is: what is out of view is neither asked for nor painted.
import { type RefObject, useEffect, useState } from 'react';

/** A little before it comes into view. */
const margin = '240px';
/** Finer changes of the width do not matter. */
const grain = 24;

export function useInView(part: RefObject<HTMLElement | null>): { inView: boolean; widthPx: number } {
  const [inView, setInView] = useState(false);
  const [widthPx, setWidth] = useState(0);
  useEffect(() => {
    const element = part.current;
    if (element === null) return;
    const seeing = new IntersectionObserver((entries) => setInView(entries.at(-1)?.isIntersecting === true), {
      rootMargin: margin,
    });
    const measuring = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth / grain) * grain));
    seeing.observe(element);
    measuring.observe(element);
    return () => {
      seeing.disconnect();
      measuring.disconnect();
    };
  }, [part]);
  return { inView, widthPx };
}
