// The first minute: what Marquee is, in a sentence, and the ways to a first server.
import { useQuery } from '@tanstack/react-query';
import { describeOff } from '../../src-contract/text/words-server.ts';
import { useMarquee } from '../client/marquee.ts';
import { AddServer } from '../parts/add-server.tsx';
import { Logo } from '../parts/logo.tsx';
import { Notice } from '../parts/notice.tsx';
import styles from './welcome.module.css';

export function WelcomeScreen({ onBusy }: { onBusy: (isBusy: boolean) => void }) {
  const { procedures } = useMarquee();
  const about = useQuery(procedures.about.get.queryOptions());
  if (about.data?.directWatching === false) {
    const { title, text } = describeOff();
    return (
      <main className={styles.screen} aria-label="Live">
        <Notice icon="live" title={title}>
          <p>{text}</p>
        </Notice>
      </main>
    );
  }
  return (
    <main className={styles.screen} aria-label="Welcome">
      <div className={styles.page}>
        <div className={styles.logo}>
          <Logo />
        </div>
        <h1>See who is watching your Plex, how it reaches them, and why it transcodes.</h1>
        <AddServer onBusy={onBusy} isFirst />
      </div>
    </main>
  );
}
