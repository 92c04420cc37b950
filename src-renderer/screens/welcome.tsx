// The first minute: what Marquee is, in a sentence, and the ways to a first server.
import { AddServer } from '../parts/add-server.tsx';
import { Logo } from '../parts/logo.tsx';
import styles from './welcome.module.css';

export function WelcomeScreen({ onBusy }: { onBusy: (isBusy: boolean) => void }) {
  return (
    <main className={styles.screen} aria-label="Welcome">
      <div className={styles.page}>
        <div className={styles.logo}>
          <Logo />
        </div>
        <h1>See who is watching your Plex, how it reaches them, and why it transcodes.</h1>
        <AddServer onBusy={onBusy} />
      </div>
    </main>
  );
}
