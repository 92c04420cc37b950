// A quiet line where a server remembers plays from before Marquee: it offers them, and then says how far it is.
import { useState } from 'react';
import { formatNumber } from '../../src-contract/text/format.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useView } from '../client/marquee.ts';
import { isDeclined, declinePast } from '../client/declined-past.ts';
import { usePast } from '../client/use-past.ts';
import { Button } from './button.tsx';
import styles from './past.module.css';
import { Progress } from './progress.tsx';

export function PastOffers() {
  const { snapshot } = useView();
  const { views, start, failure } = usePast();
  const [, look] = useState(0);
  const names = new Map(snapshot?.servers.map(({ id, name }) => [id, name]));
  const shown = views.filter(
    ({ serverId, past, total }) =>
      names.has(serverId) && (past === 'running' || (past === 'never' && (total ?? 0) > 0 && !isDeclined(serverId))),
  );
  if (shown.length === 0) return null;
  return (
    <div className={styles.offers} role="region" aria-label="Plays from before Marquee">
      {shown.map(({ serverId, past, done, total }) => (
        <div key={serverId} className={styles.offer}>
          {past === 'running' ? (
            <Progress label={`Adding what ${names.get(serverId) ?? ''} remembers`} done={done} total={total} />
          ) : (
            <>
              <p>
                {names.get(serverId)} remembers {total === 1 ? 'one play' : `${formatNumber(total ?? 0)} plays`}. Add
                what was played before Marquee?
              </p>
              <Button onClick={() => start(serverId)}>Add them</Button>
              <Button
                look="bare"
                onClick={() => {
                  declinePast(serverId);
                  look((count) => count + 1);
                }}
              >
                Not now
              </Button>
            </>
          )}
        </div>
      ))}
      {failure !== null && <p role="alert">{describeProblem(failure)}</p>}
    </div>
  );
}
