// Taking one's data elsewhere: everything as an archive, and questions in SQL.
import { downloadPaths } from '../../../src-contract/export.ts';
import { Button } from '../../parts/button.tsx';
import { download, ExportMenu, toDownload } from '../../parts/export-menu.tsx';
import styles from '../settings.module.css';

export function DataGroup() {
  return (
    <fieldset className={styles.group}>
      <legend>Your data elsewhere</legend>
      <p className={styles.says}>
        The archive is everything that Marquee knows, as Parquet by month, for any program that reads it. To take only
        some plays along, filter the <a href="#/history">history</a> and export them there.
      </p>
      <div className={styles.act}>
        <Button onClick={() => download(toDownload(downloadPaths.archive))}>Download the archive</Button>
        <ExportMenu filter={{}} />
        <a href="#/sql">Ask in SQL</a>
      </div>
    </fieldset>
  );
}
