// Says that a stream to which the address leads is over: a notification may be opened long after it came.
import { useEffect, useState } from 'react';
import { forgetWanted, type Wanted } from '../client/use-route.ts';
import { Button } from './button.tsx';
import styles from './past.module.css';

/** A stream that has just begun may be told later than its notification. */
const WAIT_MS = 3000;

type Props = {
  wanted: Wanted | null;
  /** Whether all that plays is known, and it is not among it. */
  missing: boolean;
};

export function OverNote({ wanted, missing }: Props) {
  const [over, setOver] = useState<Wanted | null>(null);
  useEffect(() => {
    if (wanted === null || !missing) return;
    const timer = setTimeout(() => setOver(wanted), WAIT_MS);
    return () => clearTimeout(timer);
  }, [wanted, missing]);
  if (wanted === null || !missing || over !== wanted) return null;
  return (
    <div className={styles.offers} role="status">
      <div className={styles.offer}>
        <p>
          The stream that you came for is not playing any more. <a href="#/history">Look in the history</a>
        </p>
        <Button look="bare" onClick={forgetWanted}>
          Close
        </Button>
      </div>
    </div>
  );
}
