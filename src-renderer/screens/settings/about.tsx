// The page about this Marquee: its versions, where its data lies, and a report for those who help.
import { useMutation, useQuery } from '@tanstack/react-query';
import { formatMoment } from '../../../src-contract/text/format.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { isInBrowser } from '../../client/in-browser.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { saveFile } from '../../client/save-file.ts';
import { Button } from '../../parts/button.tsx';
import styles from '../settings.module.css';
import { formatBytes } from '../things/links.ts';

export function AboutSettingsPage() {
  const { procedures } = useMarquee();
  const { clockAheadMs } = useView();
  const about = useQuery(procedures.about.get.queryOptions());
  const report = useMutation(
    procedures.about.diagnostics.mutationOptions({
      onSuccess: (found) =>
        saveFile(
          `marquee-report-${new Date(found.madeAtMs).toISOString().slice(0, 10)}.json`,
          `${JSON.stringify(found, null, 2)}\n`,
        ),
    }),
  );
  if (!about.data) return null;
  const { version, host, startedAtMs, node, electron, system, dataDir, logFile, historyBytes, settingsSetAside } =
    about.data;
  return (
    <section className={styles.section} aria-labelledby="about">
      <h2 id="about">About</h2>
      {settingsSetAside !== null && (
        <p role="alert" className={styles.problem}>
          The settings file could not be read, so the defaults are used. The old file is kept as{' '}
          <code>{settingsSetAside}</code>.
        </p>
      )}
      <fieldset className={styles.group}>
        <legend>Marquee {version}</legend>
        <dl className={styles.facts}>
          <dt>Runs</dt>
          <dd>
            {host === 'desktop' ? 'as a desktop app' : 'without a desktop'}, since{' '}
            {formatMoment(startedAtMs, Date.now() + clockAheadMs)}
          </dd>
          <dt>On</dt>
          <dd>
            {electron !== null && `Electron ${electron}, `}Node {node}, {system}
          </dd>
          <dt>Data folder</dt>
          <dd>
            <code>{dataDir}</code>
          </dd>
          <dt>History</dt>
          <dd>{historyBytes === null ? 'none' : formatBytes(historyBytes)}</dd>
          <dt>Log</dt>
          <dd>
            <code>{logFile}</code>
          </dd>
          <dt>Licence</dt>
          <dd>
            MIT. The file LICENSE, and those of the libraries that it is made of, lie beside the program; those of the
            page itself are in {isInBrowser() ? <a href="licences.txt">licences.txt</a> : <code>licences.txt</code>}.
          </dd>
        </dl>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>When something does not work</legend>
        <p className={styles.says}>
          The report holds versions, settings, the health of each part, and the last lines of the log. Tokens, keys,
          addresses, and the names of people and servers are taken out of it. Look through it before you send it.
        </p>
        <div className={styles.act}>
          <Button disabled={report.isPending} onClick={() => report.mutate(undefined)}>
            Save a report
          </Button>
          <p role="status" className={styles.result}>
            {report.isSuccess && 'Saved among your downloads.'}
          </p>
          {report.isError && <p role="alert">{describeProblem(report.error)}</p>}
        </div>
      </fieldset>
    </section>
  );
}
