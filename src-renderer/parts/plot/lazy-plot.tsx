// A plot whose drawing is fetched when the first one is shown, so that the live screen stays light.
import { Button } from '../button.tsx';
import { late } from '../late.tsx';
import type { PlotProps } from './plot.tsx';
import styles from './lazy-plot.module.css';

export const LazyPlot = late<PlotProps>(
  async () => (await import('./plot.tsx')).Plot,
  ({ height }, retry) => (
    <div className={styles.place} style={{ height }}>
      {retry !== null && (
        <>
          <p>It cannot be drawn now.</p>
          <Button onClick={retry}>Try again</Button>
        </>
      )}
    </div>
  ),
);
