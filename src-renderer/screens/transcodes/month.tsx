// What a month of conversions cost each server: reasons ranked, what to do about the first three, and what that would save.
import { useQuery } from '@tanstack/react-query';
import type { Server } from '../../../src-contract/server.ts';
import type { Advice, AdvisedReason, Mention } from '../../../src-contract/transcodes.ts';
import { formatSpan } from '../../../src-contract/text/format.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { useMarquee } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import styles from './month.module.css';
import screen from './transcodes.module.css';
import { toHistoryHref } from './to-href.ts';
import { describeConcerned, describeMention, describeMonth, toWeight, toWorthDoing } from './words.ts';

export function Month({ servers, chosen }: { servers: readonly Server[]; chosen: string | null }) {
  const { procedures } = useMarquee();
  const advice = useQuery({
    ...procedures.advice.list.queryOptions({ input: chosen === null ? {} : { server: chosen } }),
    refetchInterval: 5 * 60_000,
    retry: 1,
  });
  return (
    <section aria-labelledby="transcodes-month" className={screen.section}>
      <h2 id="transcodes-month">
        Why, over the last 30 days <span className={screen.aside}>and what to do about it</span>
      </h2>
      {advice.isPending && <p className={screen.calm}>Going through the plays of the last 30 days…</p>}
      {advice.isError && (
        <div className={screen.problem}>
          <p role="alert">{describeProblem(advice.error)}</p>
          <Button onClick={() => void advice.refetch()}>Try again</Button>
        </div>
      )}
      {advice.data?.map((month) => (
        <ServerMonth
          key={month.serverId}
          month={month}
          serverName={servers.length > 1 ? (servers.find(({ id }) => id === month.serverId)?.name ?? null) : null}
        />
      ))}
    </section>
  );
}

function ServerMonth({ month, serverName }: { month: Advice; serverName: string | null }) {
  const { reasons } = month;
  const worth = toWorthDoing(reasons);
  return (
    <div className={styles.month} role="group" aria-label={serverName ?? 'The server'}>
      {serverName !== null && <h3>{serverName}</h3>}
      <p>{describeMonth(month)}</p>
      {month.plays > 0 && reasons.length === 0 && (
        <p className={styles.quiet}>
          Nothing to advise: every play went out as it was stored, or nobody knows how it went.
        </p>
      )}
      {reasons.length > 0 && <Ranking month={month} />}
      {worth.length > 0 && (
        <>
          <h4>What to do first</h4>
          <ol className={styles.todo}>
            {worth.map((reason) => (
              <Todo key={reason.code} reason={reason} />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function Ranking({ month }: { month: Advice }) {
  const { reasons } = month;
  const isMeasured = reasons.some(({ processorMs }) => processorMs !== null);
  return (
    <div className={styles.scroll}>
      <table className={styles.ranking}>
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Streams</th>
            <th scope="col">Played</th>
            <th scope="col">Processor</th>
          </tr>
        </thead>
        <tbody>
          {reasons.map((reason) => (
            <tr key={reason.code}>
              <th scope="row">
                <a href={toHistoryHref(month, reason.code)}>{reason.title}</a>
                <span
                  className={styles.bar}
                  style={{ transform: `scaleX(${toWeight(reason, reasons)})` }}
                  aria-hidden="true"
                />
              </th>
              <td>{reason.streams}</td>
              <td>{formatSpan(reason.playedMs)}</td>
              <td>{reason.processorMs === null ? '–' : formatSpan(reason.processorMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.hint}>
        A stream with two reasons counts for both.{' '}
        {isMeasured
          ? 'Processor: for so long the whole processor would have been busy with nothing else.'
          : 'What it cost the processor was not measured on this server.'}
      </p>
    </div>
  );
}

function Todo({ reason }: { reason: AdvisedReason }) {
  return (
    <li>
      <h5>{reason.title}</h5>
      <p>{reason.remedy}</p>
      <p className={styles.quiet}>{reason.saving.text}</p>
      <details>
        <summary>Concerns {describeConcerned(reason)}</summary>
        <Mentions name="Titles" mentions={reason.items} />
        <Mentions name="Players" mentions={reason.players} />
        <Mentions name="People" mentions={reason.users} />
      </details>
    </li>
  );
}

function Mentions({ name, mentions }: { name: string; mentions: readonly Mention[] }) {
  if (mentions.length === 0) return null;
  return (
    <>
      <h6>{name}</h6>
      <ul>
        {mentions.map((mention) => (
          <li key={mention.id}>{describeMention(mention)}</li>
        ))}
      </ul>
    </>
  );
}
