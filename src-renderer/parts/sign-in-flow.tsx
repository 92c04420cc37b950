// Signing in at plex.tv: the page opens in the browser, and this one says how far it is and what to do.
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Account, SignInState, StartedSignIn } from '../../src-contract/auth.ts';
import { describeSignIn } from '../../src-contract/text/words-sign-in.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee, useView } from '../client/marquee.ts';
import { openOutside, ownAddress } from '../client/open-outside.ts';
import styles from './add-server.module.css';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

type Props = { onBack: () => void; onSignedIn: (account: Account) => void };

export function SignInFlow({ onBack, onSignedIn }: Props) {
  const { procedures } = useMarquee();
  const { clockAheadMs } = useView();
  const [started, setStarted] = useState<StartedSignIn | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const state = useSignIn(started?.state ?? null);
  const { data: place } = useQuery(procedures.signIn.at.queryOptions({ staleTime: Infinity }));
  const at = place?.at ?? null;
  const heading = useRef<HTMLHeadingElement>(null);

  const start = useCallback(() => {
    const outside = openOutside();
    setStarted(null);
    setFailure(null);
    const from = ownAddress();
    procedures.signIn.start.call(from === undefined ? undefined : { from }).then(
      (now) => {
        setStarted(now);
        outside.go(now.authorization_url);
      },
      (error: Error) => {
        outside.close();
        setFailure(describeProblem(error));
      },
    );
  }, [procedures]);

  // The click that led here is still the reason, so the browser lets a page open. In development effects run twice.
  const isBegun = useRef(false);
  useEffect(() => {
    heading.current?.focus();
    if (isBegun.current) return;
    isBegun.current = true;
    start();
  }, [start]);

  const account = state?.kind === 'signed-in' ? state.account : null;
  useEffect(() => {
    if (account !== null) onSignedIn(account);
    // Once, when it came.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [account]);

  function back() {
    if (started !== null && state?.kind === 'waiting')
      void procedures.signIn.cancel.call({ state: started.state }).catch(() => {});
    onBack();
  }

  const words = state && describeSignIn(state, Date.now() + clockAheadMs);
  return (
    <section className={styles.panel} aria-labelledby="signing-in">
      <div role="status">
        <h2 id="signing-in" ref={heading} tabIndex={-1}>
          {failure ? 'The sign-in could not begin' : (words?.title ?? `Asking ${at ?? 'plex.tv'}`)}
        </h2>
        <p className={failure || words?.tone === 'problem' ? styles.problem : styles.quiet}>
          {failure ?? words?.text ?? `A page of ${at ?? 'Plex'} opens in your browser.`}
        </p>
      </div>
      {state?.kind === 'waiting' && state.trouble === null && (
        <p className={styles.quiet}>
          <Icon name="buffering" pulsing /> This page goes on by itself.
        </p>
      )}
      <div className={styles.acts}>
        {words?.act?.kind === 'open' && started !== null && (
          <a className={styles.outside} href={started.authorization_url} target="_blank" rel="noreferrer">
            {words.act.label}
          </a>
        )}
        {(failure !== null || words?.act?.kind === 'again') && (
          <Button look="main" onClick={start}>
            {words?.act?.label ?? 'Try again'}
          </Button>
        )}
        <Button onClick={back}>Back</Button>
      </div>
    </section>
  );
}

/** Follows it over broken connections, to its end. */
function useSignIn(state: string | null): SignInState | null {
  const { procedures } = useMarquee();
  const { link } = useView();
  const [heard, setHeard] = useState<{ of: string; now: SignInState } | null>(null);
  const isLive = link.kind === 'live';
  useEffect(() => {
    if (state === null || !isLive) return;
    const asking = new AbortController();
    async function follow(of: string) {
      for await (const now of await procedures.signIn.watch.call({ state: of }, { signal: asking.signal })) {
        if (!asking.signal.aborted) setHeard({ of, now });
      }
    }
    follow(state).catch(() => {}); // The connection is gone; it is followed again when there is one.
    return () => asking.abort();
  }, [state, isLive, procedures]);
  return heard?.of === state ? heard.now : null;
}
