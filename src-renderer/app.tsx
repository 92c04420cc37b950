// The window: the rail, the open screen, the keys, and what a screen reader is told.
import { useEffect, useState } from 'react';
import { useView } from './client/marquee.ts';
import { useKeys } from './client/use-keys.ts';
import { openRoute, usePlace } from './client/use-route.ts';
import styles from './app.module.css';
import { KeysDialog } from './parts/keys-dialog.tsx';
import { Rail } from './parts/rail.tsx';
import { HistoryScreen } from './screens/history.tsx';
import { LiveScreen } from './screens/live.tsx';
import { SettingsScreen } from './screens/settings.tsx';
import { SignInScreen } from './screens/sign-in.tsx';
import { describeTab } from '../src-contract/text/words.ts';

export function App({ linkUsed }: { linkUsed: boolean }) {
  const { link, news, snapshot } = useView();
  const { route, wanted } = usePlace();
  const [keysShown, showKeys] = useState(false);
  useKeys({
    '1': () => openRoute('live'),
    '2': () => openRoute('history'),
    '3': () => openRoute('settings'),
    '?': () => showKeys(true),
  });

  const tab = describeTab(snapshot?.sessions ?? []);
  useEffect(() => void (document.title = tab), [tab]);

  if (link.kind === 'signed-out') return <SignInScreen linkUsed={linkUsed} />;
  return (
    <div className={styles.window}>
      <Rail route={route} onKeys={() => showKeys(true)} />
      <div className={styles.screen}>
        {route === 'live' && <LiveScreen wanted={wanted} />}
        {route === 'history' && <HistoryScreen />}
        {route === 'settings' && <SettingsScreen />}
      </div>
      <p role="status" aria-label="News" className="visually-hidden">
        <span key={news.number}>{news.text}</span>
      </p>
      <KeysDialog open={keysShown} onClose={() => showKeys(false)} />
    </div>
  );
}
