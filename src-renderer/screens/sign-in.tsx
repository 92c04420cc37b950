// Shown to a browser that Marquee does not know: how to get in.
import { Logo } from '../parts/logo.tsx';
import styles from './sign-in.module.css';

export function SignInScreen({ linkUsed }: { linkUsed: boolean }) {
  return (
    <main className={styles.screen} aria-label="Sign in">
      <div className={styles.page}>
        <Logo />
        <h1>{linkUsed ? 'This sign-in link no longer works' : 'Open the sign-in link'}</h1>
        {linkUsed ? (
          <p>It was used already or is older than ten minutes. Each link opens Marquee once.</p>
        ) : (
          <p>Marquee printed a link when it started. Open it in this browser, and the browser stays signed in.</p>
        )}
        <p>
          {linkUsed ? 'For a new one, run ' : 'If the link is gone, run '}
          <code>npm run link</code> where Marquee runs.
        </p>
      </div>
    </main>
  );
}
