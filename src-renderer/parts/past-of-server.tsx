// What a server's own history gave: the whole past once it is wanted, and what was missed since.
import { formatMoment, formatNumber } from '../../src-contract/text/format.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { usePast } from '../client/use-past.ts';
import { Button } from './button.tsx';
import styles from './past.module.css';
import { Progress } from './progress.tsx';

/** Nothing for a server whose history is not read, such as one of somebody else. */
export function PastOfServer({ serverId, clockAheadMs }: { serverId: string; clockAheadMs: number }) {
  const { views, start, failure } = usePast();
  const view = views.find((one) => one.serverId === serverId);
  if (view === undefined) return <span className={styles.quiet}>not known now</span>;
  const { past, done, total, added, lastRunAtMs, failure: lastFailure } = view;
  const looked = lastRunAtMs === null ? null : formatMoment(lastRunAtMs, Date.now() + clockAheadMs);
  return (
    <div className={styles.past}>
      {past === 'running' && <Progress label="Adding what it remembers" done={done} total={total} />}
      {past === 'never' && total === 0 && <span>It remembers no plays from before Marquee.</span>}
      {past === 'never' && total !== 0 && (
        <>
          <span>
            {total === null
              ? 'What it remembers from before Marquee is not here yet.'
              : `It remembers ${total === 1 ? 'one play' : `${formatNumber(total)} plays`}. Those from before Marquee are not here yet.`}
          </span>
          <Button onClick={() => start(serverId)}>Add them</Button>
        </>
      )}
      {past === 'done' && <span>Its whole past is here.</span>}
      {past !== 'running' && looked !== null && (
        <span className={styles.quiet}>
          Last look {looked}; {added === 1 ? '1 play came' : `${formatNumber(added)} plays came`} from it alone.
        </span>
      )}
      {lastFailure !== null && (
        <span role="alert" className={styles.problem}>
          The last look did not succeed: {lastFailure}
        </span>
      )}
      {failure !== null && (
        <span role="alert" className={styles.problem}>
          {describeProblem(failure)}
        </span>
      )}
    </div>
  );
}
