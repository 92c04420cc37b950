// The name above everything: a small cinema front.
import styles from './logo.module.css';

export function Logo() {
  return (
    <p className={styles.logo}>
      <svg viewBox="0 0 32 24" aria-hidden="true" className={styles.sign}>
        <rect x="1" y="5" width="30" height="14" rx="3" className={styles.frame} />
        <rect x="4.5" y="8.5" width="23" height="7" rx="1.5" className={styles.board} />
        <path d="M7 12h9M18.5 12h5" className={styles.letters} />
        <path d="M6 19v4M26 19v4M16 5V1" className={styles.posts} />
      </svg>
      Marquee
    </p>
  );
}
