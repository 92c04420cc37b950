// `Next try in 12 s`, counting down; a screen reader hears it only when asked.
import { useLayoutEffect, useRef } from 'react';
import { useMarquee } from '../client/marquee.ts';
import { formatSpan } from '../../src-contract/text/format.ts';

type Props = { toMs: number; clockAheadMs: number; before?: string };

export function Countdown({ toMs, clockAheadMs, before = 'Next try in ' }: Props) {
  const { ticker } = useMarquee();
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    let shown = '';
    return ticker.subscribe((nowMs) => {
      const leftMs = toMs - nowMs - clockAheadMs;
      const now = leftMs <= 0 ? 'Trying now' : `${before}${formatSpan(Math.ceil(leftMs / 1000) * 1000)}`;
      if (text.current !== null && now !== shown) text.current.textContent = now;
      shown = now;
    });
  }, [toMs, clockAheadMs, before, ticker]);
  return <span ref={text} aria-live="off" />;
}
