// A plot whose drawing is fetched when the first one is shown, so that the live screen stays light.
import { lazy, Suspense } from 'react';
import type { PlotProps } from './plot.tsx';

const Drawn = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }));

export function LazyPlot(props: PlotProps) {
  return (
    <Suspense fallback={<div style={{ height: props.height }} />}>
      <Drawn {...props} />
    </Suspense>
  );
}
