// The way between the screens, and at its foot how the servers are heard. On a narrow page it becomes tabs below.
import { useView } from '../client/marquee.ts';
import { type Route, screens, toScreen } from '../client/screens.ts';
import { Icon } from './icon.tsx';
import { Logo } from './logo.tsx';
import styles from './rail.module.css';
import { ServerRows } from './server-rows.tsx';

export function Rail({ route, onKeys }: { route: Route; onKeys: () => void }) {
  const { snapshot, clockAheadMs, link } = useView();
  return (
    <header className={styles.rail}>
      <div className={styles.logo}>
        <Logo />
      </div>
      <nav className={styles.nav} aria-label="Screens">
        {screens.map(({ route: to, icon, name }) => (
          <a
            key={to}
            href={`#/${to}`}
            aria-current={to === route ? 'page' : to === toScreen(route) ? 'true' : undefined}
            className={styles.link}
          >
            <Icon name={icon} />
            {name}
          </a>
        ))}
      </nav>
      <div className={styles.foot}>
        {snapshot !== null && (
          <ServerRows servers={snapshot.servers} clockAheadMs={clockAheadMs} heard={link.kind === 'live'} />
        )}
        <button type="button" className={styles.keys} onClick={onKeys}>
          <kbd>?</kbd> keys
        </button>
      </div>
    </header>
  );
}
