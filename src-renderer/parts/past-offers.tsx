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
  const known = views.filter(({ serverId }) => names.has(serverId));
  const running = known.filter(({ past }) => past === 'running');
  const offered = known.filter(
    ({ serverId, past, total }) => past === 'never' && (total ?? 0) > 0 && !isDeclined(serverId),
  );
  if (running.length + offered.length === 0 && failure === null) return null;
  const describe = (some: typeof views) => {
    const [first] = some;
    return some.length === 1 && first ? (names.get(first.serverId) ?? '') : `${some.length} servers`;
  };
  const plays = sum(offered.map(({ total }) => total ?? 0));
  // However many servers there are, the streams stand right below.
  return (
    <div className={styles.offers} role="region" aria-label="Plays from before Marquee">
      {running.length > 0 && (
        <Progress
          label={`Adding what ${describe(running)} ${running.length === 1 ? 'remembers' : 'remember'}`}
          done={sum(running.map(({ done }) => done))}
          total={running.some(({ total }) => total === null) ? null : sum(running.map(({ total }) => total ?? 0))}
        />
      )}
      {offered.length > 0 && (
        <div className={styles.offer}>
          <p>
            {describe(offered)} {offered.length === 1 ? 'remembers' : 'remember'}{' '}
            {plays === 1 ? 'one play' : `${formatNumber(plays)} plays`}. Add what was played before Marquee?
          </p>
          <Button onClick={() => offered.forEach(({ serverId }) => start(serverId))}>
            {plays === 1 ? 'Add it' : 'Add them'}
          </Button>
          <Button
            look="bare"
            onClick={() => {
              for (const { serverId } of offered) declinePast(serverId);
              look((count) => count + 1);
            }}
          >
            Not now
          </Button>
        </div>
      )}
      {failure !== null && <p role="alert">{describeProblem(failure)}</p>}
    </div>
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((whole, one) => whole + one, 0);
