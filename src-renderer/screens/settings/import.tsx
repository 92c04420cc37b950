// The page on which a Tautulli is brought over: where it is, what would come, how far it is, and every import there was.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportWanted } from '../../../src-contract/import.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { useMarquee } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import styles from '../settings.module.css';
import own from './import.module.css';
import { ImportReportGroup } from './import-report.tsx';
import { ImportResult, ImportRow, ImportProgress } from './import-run.tsx';
import { ImportSourceForm } from './import-source.tsx';

const soonMs = 500;
const laterMs = 10_000;

export function ImportSettingsPage() {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<ImportWanted | null>(null);
  const [startedId, setStartedId] = useState<string | null>(null);
  const imports = useQuery({
    ...procedures.imports.list.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.some((run) => run.state === 'running') === true ? soonMs : laterMs),
  });
  const inspect = useMutation(procedures.imports.inspect.mutationOptions());
  const again = () => void queries.invalidateQueries({ queryKey: procedures.imports.list.queryKey() });
  const start = useMutation(
    procedures.imports.start.mutationOptions({
      onSuccess: ({ importId }) => {
        setStartedId(importId);
        again();
      },
    }),
  );
  const runs = imports.data ?? [];
  const shown =
    runs.find(({ importId }) => importId === startedId) ??
    runs.find(({ state, source }) => state === 'running' && source !== 'sync');

  function look(next: ImportWanted) {
    start.reset();
    setWanted(next);
    inspect.mutate(next);
  }
  function anew() {
    inspect.reset();
    start.reset();
    setWanted(null);
    setStartedId(null);
  }

  return (
    <section className={styles.section} aria-labelledby="import">
      <h2 id="import">Bring over your history</h2>
      <p className={own.intro}>
        Years of Tautulli come along: from its database, also while it runs, or by its address. You see what would come
        before anything is written, and can take it out again.
      </p>
      {shown?.state === 'running' ? (
        <ImportProgress run={shown} onChanged={again} />
      ) : shown ? (
        <ImportResult run={shown} onAnew={anew} />
      ) : inspect.data && wanted ? (
        <ImportReportGroup
          report={inspect.data}
          serverId={wanted.serverId ?? null}
          isLooking={inspect.isPending}
          isStarting={start.isPending || start.isSuccess}
          problem={start.error && describeProblem(start.error)}
          onServer={(serverId) => look(serverId === null ? { source: wanted.source } : { ...wanted, serverId })}
          onStart={() => start.mutate(wanted)}
          onBack={anew}
        />
      ) : (
        <ImportSourceForm isLooking={inspect.isPending} error={inspect.error} onLook={(source) => look({ source })} />
      )}
      {imports.isError && (
        <p role="alert" className={styles.problem}>
          {describeProblem(imports.error)} <Button onClick={again}>Try again</Button>
        </p>
      )}
      {runs.length > 0 && (
        <fieldset className={styles.group}>
          <legend>Imports until now</legend>
          <ul className={styles.list}>
            {runs.map((run) => (
              <ImportRow key={run.importId} run={run} onChanged={again} />
            ))}
          </ul>
        </fieldset>
      )}
    </section>
  );
}
