// Strips above the page: what is wrong, what to wait for, what to do.
import type { Alarm } from '../../src-contract/text/words-server.ts';
import styles from './alarms.module.css';
import { Button } from './button.tsx';
import { Countdown } from './countdown.tsx';
import { Icon } from './icon.tsx';

type Props = { alarms: readonly Alarm[]; clockAheadMs: number; onRetry: (() => void) | null };

export function Alarms({ alarms, clockAheadMs, onRetry }: Props) {
  return (
    <div role="status" aria-label="What is wrong">
      {alarms.map(({ key, text, hint, nextTryAtMs }) => (
        <div key={key} className={styles.alarm}>
          <Icon name="problem" />
          <p>
            <b>{text}</b>{' '}
            {nextTryAtMs !== null && (
              <>
                <Countdown toMs={nextTryAtMs} clockAheadMs={clockAheadMs} />.{' '}
              </>
            )}
            {hint}
          </p>
          {onRetry !== null && <Button onClick={onRetry}>Try now</Button>}
        </div>
      ))}
    </div>
  );
}
