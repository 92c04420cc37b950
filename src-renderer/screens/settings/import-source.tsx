// Where the Tautulli is that is to be brought over: its database on Marquee's machine or on this one, or its address.
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { ImportSource } from '../../../src-contract/import.ts';
import { describeField, describeProblem } from '../../client/describe-problem.ts';
import { isInBrowser } from '../../client/in-browser.ts';
import { useMarquee } from '../../client/marquee.ts';
import { uploadFile, UploadError } from '../../client/upload-file.ts';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Progress } from '../../parts/progress.tsx';
import { TextField } from '../../parts/text-field.tsx';
import styles from '../settings.module.css';
import own from './import.module.css';

type Kind = ImportSource['kind'];
const kinds: ReadonlyArray<{ value: Kind; says: string; hint: string }> = [
  { value: 'file', says: 'Its database file', hint: 'fastest, and tells most' },
  { value: 'api', says: 'A Tautulli that runs', hint: 'by its address and key' },
];

type Props = { isLooking: boolean; error: Error | null; onLook: (source: ImportSource) => void };

export function ImportSourceForm({ isLooking, error, onLook }: Props) {
  const [kind, setKind] = useState<Kind>('file');
  const [path, setPath] = useState('');
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const upload = useUpload((source) => onLook(source));
  const ofField = ['source.path', 'source.url', 'source.key'].map((name) => describeField(error, name));
  const [wrongPath = null, wrongUrl = null, wrongKey = null] = ofField;
  const other = error === null || ofField.some((one) => one !== null) ? null : describeProblem(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onLook(
      kind === 'file'
        ? { kind, path: path.trim() }
        : { kind, url: url.trim(), ...(key.trim() === '' ? {} : { key: key.trim() }) },
    );
  }
  return (
    <form className={styles.group} onSubmit={submit} noValidate aria-label="Where it is">
      <Choices name="import-source" value={kind} choices={kinds} onChange={setKind} />
      {kind === 'file' ? (
        <>
          <TextField
            label="Path on the machine where Marquee runs"
            placeholder="/opt/Tautulli/tautulli.db"
            value={path}
            wrong={wrongPath ?? other}
            onChange={setPath}
            hint="A copy, a backup or the file itself; Tautulli may go on meanwhile, and nothing of it is changed."
          />
          <UsualPlaces />
          <OtherWays upload={upload} onChosen={setPath} isLooking={isLooking} />
        </>
      ) : (
        <div className={own.fields}>
          <TextField
            label="Address of Tautulli"
            placeholder="http://192.168.1.5:8181"
            url
            value={url}
            wrong={wrongUrl ?? other}
            onChange={setUrl}
          />
          <TextField
            label="API key"
            secret
            value={key}
            wrong={wrongKey}
            onChange={setKey}
            hint="From Tautulli, under Settings, Web Interface. It is used for this import and not kept."
          />
        </div>
      )}
      <div className={styles.act}>
        <Button
          look="main"
          type="submit"
          disabled={isLooking || upload.share !== null || (kind === 'file' ? path : url).trim() === ''}
        >
          See what would come
        </Button>
        <p role="status" className={styles.result}>
          {isLooking && 'Reading it. Nothing is written yet.'}
        </p>
      </div>
    </form>
  );
}

function UsualPlaces() {
  return (
    <details className={own.places}>
      <summary>Where is it?</summary>
      <p className={styles.says}>Tautulli says it under Settings, Help &amp; Info. Usually:</p>
      <dl className={styles.facts}>
        <dt>Windows</dt>
        <dd>
          <code>C:\Users\(you)\AppData\Local\Tautulli\tautulli.db</code>
        </dd>
        <dt>macOS</dt>
        <dd>
          <code>/Users/(you)/Library/Application Support/Tautulli/tautulli.db</code>
        </dd>
        <dt>Linux</dt>
        <dd>
          <code>/opt/Tautulli/tautulli.db</code>
        </dd>
        <dt>Docker</dt>
        <dd>
          <code>tautulli.db</code> in the folder that is its <code>/config</code>
        </dd>
      </dl>
    </details>
  );
}

type Upload = {
  /** How much of it is over there; null while nothing is on its way. */
  share: number | null;
  problem: string | null;
  send: (file: File) => void;
};

function useUpload(onDone: (source: ImportSource) => void): Upload {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function send(file: File) {
    setProblem(null);
    try {
      onDone({ kind: 'file', path: await uploadFile(file, setShare) });
    } catch (error) {
      setProblem(error instanceof UploadError ? error.message : 'Marquee did not take the file. Its log says more.');
    }
    setShare(null);
  }
  return { share, problem, send: (file) => void send(file) };
}

type OtherWaysProps = { upload: Upload; onChosen: (path: string) => void; isLooking: boolean };

/** In a browser a file can be brought along; in the desktop's window the system asks for it, unless Marquee is elsewhere. */
function OtherWays({ upload, onChosen, isLooking }: OtherWaysProps) {
  const { procedures } = useMarquee();
  const file = useRef<HTMLInputElement>(null);
  const marquees = useQuery({ ...procedures.desktop.marquees.queryOptions(), enabled: !isInBrowser() });
  const choose = useMutation(
    procedures.desktop.chooseDatabase.mutationOptions({ onSuccess: ({ path }) => path !== null && onChosen(path) }),
  );
  if (!isInBrowser()) {
    if (!marquees.data || marquees.data.shown !== null) return null;
    return (
      <div className={styles.act}>
        <Button disabled={choose.isPending} onClick={() => choose.mutate(undefined)}>
          Choose the file…
        </Button>
        {choose.isError && <p role="alert">{describeProblem(choose.error)}</p>}
      </div>
    );
  }
  return (
    <div className={styles.act}>
      <input
        ref={file}
        type="file"
        hidden
        aria-label="Database on this computer"
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          if (chosen) upload.send(chosen);
          // So that the same file can be chosen once more.
          target.value = '';
        }}
      />
      <Button disabled={isLooking || upload.share !== null} onClick={() => file.current?.click()}>
        Take it from this computer…
      </Button>
      {upload.share === null ? (
        <span className={styles.hint}>
          The backup that Tautulli makes itself is best: its last hours may otherwise be in a second file.
        </span>
      ) : (
        <Progress label="Bringing it to Marquee, percent" done={Math.round(upload.share * 100)} total={100} />
      )}
      {upload.problem !== null && (
        <p role="alert" className={own.wrong}>
          {upload.problem}
        </p>
      )}
    </div>
  );
}
