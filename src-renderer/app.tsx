// The window: the rail, the open screen, the keys, and what a screen reader is told.
import { useEffect, useMemo, useState } from 'react';
import { ChosenServerContext } from './client/chosen-server.ts';
import { useView } from './client/marquee.ts';
import { screens } from './client/screens.ts';
import { useTheme } from './client/theme.ts';
import { useKeys } from './client/use-keys.ts';
import { openRoute, usePlace } from './client/use-route.ts';
import styles from './app.module.css';
import { DemoStrip } from './parts/demo.tsx';
import { KeysDialog } from './parts/keys-dialog.tsx';
import { Rail } from './parts/rail.tsx';
import { HistoryScreen } from './screens/history/history.tsx';
import { ChartsScreen, ItemsScreen, LibrariesScreen, UsersScreen } from './screens/late-screens.tsx';
import { LiveScreen } from './screens/live.tsx';
import { ServersScreen } from './screens/servers.tsx';
import { SettingsScreen } from './screens/settings.tsx';
import { SignInScreen } from './screens/sign-in.tsx';
import { TranscodesScreen } from './screens/transcodes/transcodes.tsx';
import { SqlScreen } from './screens/sql.tsx';
import { WelcomeScreen } from './screens/welcome.tsx';
import { describeTab } from '../src-contract/text/words.ts';

export function App({ linkUsed }: { linkUsed: boolean }) {
  const { link, news, snapshot } = useView();
  const { route, page, wanted } = usePlace();
  const [keysShown, showKeys] = useState(false);
  /** Servers are being chosen: the first one that is watched does not end that. */
  const [isBusy, setBusy] = useState(false);
  const [chosen, choose] = useState<string | null>(null);
  const choice = useMemo(() => ({ chosen, choose }), [chosen]);
  useTheme();
  useKeys({
    ...Object.fromEntries(screens.map(({ key, route: to }) => [key, () => openRoute(to)])),
    '?': () => showKeys(true),
  });

  const tab = describeTab(snapshot?.sessions ?? []);
  useEffect(() => void (document.title = tab), [tab]);

  if (link.kind === 'signed-out') return <SignInScreen linkUsed={linkUsed} />;
  const isNew = snapshot !== null && snapshot.servers.length === 0;
  const isWelcome = isNew || isBusy;
  return (
    <ChosenServerContext value={choice}>
      <div className={styles.window}>
        <Rail route={route} onKeys={() => showKeys(true)} />
        <div className={styles.side}>
          <DemoStrip />
          <div className={styles.screen}>
            {route === 'live' && (isWelcome ? <WelcomeScreen onBusy={setBusy} /> : <LiveScreen wanted={wanted} />)}
            {route === 'history' && <HistoryScreen shownId={page} />}
            {route === 'charts' && <ChartsScreen page={page} />}
            {route === 'users' && <UsersScreen page={page} />}
            {route === 'libraries' && <LibrariesScreen page={page} />}
            {route === 'items' && <ItemsScreen page={page} />}
            {route === 'transcodes' && <TranscodesScreen />}
            {route === 'servers' && <ServersScreen page={page} />}
            {route === 'sql' && <SqlScreen />}
            {route === 'settings' && <SettingsScreen page={page} />}
          </div>
        </div>
        <p role="status" aria-label="News" className="visually-hidden">
          <span key={news.number}>{news.text}</span>
        </p>
        <KeysDialog open={keysShown} onClose={() => showKeys(false)} />
      </div>
    </ChosenServerContext>
  );
}
