// The page about Marquees elsewhere: which ones this app shows, how each is reached, and a place to paste the link of another.
import { ORPCError } from '@orpc/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Attached } from '../../../src-contract/desktop.ts';
import { formatMoment } from '../../../src-contract/text/format.ts';
import { useMarquee } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import { classNames } from '../../parts/class-names.ts';
import page from '../settings.module.css';
import styles from './attach.module.css';

const rereadMs = 2000;

/** Only on the desktop: a page in a browser belongs to one Marquee. */
export function AttachSettingsPage() {
  const { procedures } = useMarquee();
  const marquees = useQuery({ ...procedures.desktop.marquees.queryOptions(), refetchInterval: rereadMs });
  const queries = useQueryClient();
  const again = () => void queries.invalidateQueries({ queryKey: procedures.desktop.marquees.queryKey() });
  const show = useMutation(procedures.desktop.show.mutationOptions());
  const detach = useMutation(procedures.desktop.detach.mutationOptions({ onSettled: again }));
  if (!marquees.data) return null;
  const { own, shown, attached } = marquees.data;
  return (
    <section className={page.section} aria-labelledby="attach">
      <h2 id="attach">Other Marquees</h2>
      <p className={page.says}>
        A Marquee that runs elsewhere, on the NAS for instance, can be shown here: with its streams in the tray, its
        notifications on this screen and its pages in this window.{' '}
        {!own && 'While only others are shown, this app watches nothing itself and keeps no history.'}
      </p>
      {attached.length > 0 && (
        <ul className={styles.list} aria-label="Attached">
          {own && (
            <li className={styles.row}>
              <p>
                <b>This computer</b>
              </p>
              <Shown isShown={shown === null} onShow={() => show.mutate({ marqueeId: null })} />
            </li>
          )}
          {attached.map((one) => (
            <li key={one.id} className={styles.row}>
              <Described {...one} />
              <Shown isShown={shown === one.id} onShow={() => show.mutate({ marqueeId: one.id })} />
              <Button disabled={detach.isPending} onClick={() => detach.mutate({ marqueeId: one.id })}>
                Detach
              </Button>
            </li>
          ))}
        </ul>
      )}
      {detach.data?.keyRevoked === false && (
        <p role="status" className={page.problem}>
          It is detached here. It could not be told, so revoke this app’s key in its own settings.
        </p>
      )}
      <AttachForm onAttached={again} />
    </section>
  );
}

function Described({ name, url, secure, state }: Attached) {
  const problem = state.kind === 'unreachable' || state.kind === 'refused';
  return (
    <div className={styles.described}>
      <p>
        <b>{name}</b> <span className={styles.quiet}>{url}</span>
      </p>
      <p className={classNames(problem ? styles.trouble : styles.quiet)}>{describeState(state)}</p>
      {!secure && (
        <p className={styles.quiet}>
          Not encrypted: fine within your own network; over the internet put it behind a proxy with https.
        </p>
      )}
    </div>
  );
}

function describeState(state: Attached['state']): string {
  switch (state.kind) {
    case 'connecting':
      return 'Connecting';
    case 'live':
      return `Connected since ${formatMoment(state.sinceMs, Date.now())}`;
    case 'unreachable':
      return `Not reachable since ${formatMoment(state.sinceMs, Date.now())}. ${state.why} It is tried again by itself.`;
    case 'refused':
      return state.why;
  }
}

function Shown({ isShown, onShow }: { isShown: boolean; onShow: () => void }) {
  return isShown ? <p className={styles.quiet}>shown here</p> : <Button onClick={onShow}>Show</Button>;
}

/** Also for the first run. */
function AttachForm({ onAttached }: { onAttached: () => void }) {
  const { procedures } = useMarquee();
  const [link, setLink] = useState('');
  const field = useId();
  const attach = useMutation(
    procedures.desktop.attach.mutationOptions({
      onSuccess: () => {
        setLink('');
        onAttached();
      },
    }),
  );
  return (
    <form
      className={classNames(page.group, styles.form)}
      onSubmit={(event) => {
        event.preventDefault();
        attach.mutate({ link });
      }}
    >
      <label htmlFor={field}>Sign-in link</label>
      <div className={styles.paste}>
        <input
          id={field}
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder="http://192.168.1.5:4848/#code=…"
          value={link}
          aria-describedby={`${field}-hint`}
          onChange={(event) => setLink(event.target.value)}
        />
        <Button look="main" type="submit" disabled={attach.isPending || link.trim() === ''}>
          Attach
        </Button>
      </div>
      <p id={`${field}-hint`} className={page.says}>
        That Marquee prints one when it starts, and another with <code>marquee link</code>. It works once, within ten
        minutes. Where it says 127.0.0.1, write the IP address of that machine instead.
      </p>
      {attach.isError && (
        <p role="alert" className={page.problem}>
          {describeFailure(attach.error)}
        </p>
      )}
    </form>
  );
}

function describeFailure(error: Error): string {
  return error instanceof ORPCError && error.status < 500
    ? error.message
    : 'This did not work, and nothing has changed. The log says more.';
}
