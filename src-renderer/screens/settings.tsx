// The settings: a page for each thing that can be chosen. What is changed is in force at once.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { classNames } from '../parts/class-names.ts';
import { Notice } from '../parts/notice.tsx';
import { useMarquee } from '../client/marquee.ts';
import { type SettingsView, useSettings } from '../client/use-settings.ts';
import { AboutSettingsPage } from './settings/about.tsx';
import { AccessSettingsPage } from './settings/access.tsx';
import { AttachSettingsPage } from './settings/attach.tsx';
import { AppearanceSettingsPage } from './settings/appearance.tsx';
import { BackupSettingsPage } from './settings/backup.tsx';
import { HistorySettingsPage } from './settings/history.tsx';
import { ImportSettingsPage } from './settings/import.tsx';
import { PublishingSettingsPage } from './settings/publishing.tsx';
import { TautulliSettingsPage } from './settings/tautulli.tsx';
import { ComputerSettingsPage } from './settings-computer.tsx';
import { NotificationSettingsPage } from './settings-notifications.tsx';
import { WebhookSettingsPage } from './settings-webhooks.tsx';
import styles from './settings.module.css';

const pages = [
  { id: 'notifications', name: 'Notifications' },
  { id: 'history', name: 'History' },
  { id: 'backups', name: 'Backup and data' },
  { id: 'import', name: 'Import' },
  { id: 'tautulli', name: 'Tautulli' },
  { id: 'webhooks', name: 'Webhooks' },
  { id: 'nats', name: 'NATS' },
  { id: 'access', name: 'Web access' },
  { id: 'appearance', name: 'Appearance' },
  { id: 'computer', name: 'This computer' },
  { id: 'marquees', name: 'Other Marquees' },
  { id: 'about', name: 'About' },
] as const;
type PageId = (typeof pages)[number]['id'];

/** There only where Marquee runs on a desktop. */
const ofDesktop: readonly PageId[] = ['computer', 'marquees'];

type Page = (typeof pages)[number];

/** Without a desktop nothing can be notified: that page says so, but does not come first. */
function toShown(isDesktop: boolean): readonly Page[] {
  if (isDesktop) return pages;
  const there = pages.filter(({ id }) => !ofDesktop.includes(id));
  const rank = ({ id }: Page) => (id === 'about' ? 2 : id === 'notifications' ? 1 : 0);
  return there.toSorted((a, b) => rank(a) - rank(b));
}

export function SettingsScreen({ page }: { page: string | null }) {
  const view = useSettings();
  const { procedures } = useMarquee();
  const desktop = useQuery(procedures.desktop.get.queryOptions());
  const { problem, saved } = view;
  // Which pages there are is known when it is known what Marquee runs on.
  const shown = desktop.isPending ? [] : toShown(Boolean(desktop.data));
  const open = (shown.find(({ id }) => id === page) ?? shown[0])?.id;
  const nav = useRef<HTMLElement>(null);
  // Where there is no room for all of them in a row, the one that is open is in sight.
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [open, shown.length]);
  return (
    <main className={classNames(styles.screen, styles.parted)} aria-label="Settings">
      <div className={styles.head}>
        <h1>Settings</h1>
        <p role="status">{problem === null && saved ? 'Saved' : ''}</p>
      </div>
      <nav ref={nav} className={styles.pages} aria-label="Pages of the settings">
        {shown.map(({ id, name }) => (
          <a key={id} href={`#/settings/${id}`} aria-current={id === open ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <div className={styles.page}>
        {problem !== null && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        {open !== undefined && <SettingsPage id={open} view={view} />}
      </div>
    </main>
  );
}

function SettingsPage({ id, view }: { id: PageId; view: SettingsView }) {
  const { settings, problem } = view;
  switch (id) {
    case 'access':
      return <AccessSettingsPage />;
    case 'appearance':
      return <AppearanceSettingsPage />;
    case 'computer':
      return <ComputerSettingsPage />;
    case 'marquees':
      return <AttachSettingsPage />;
    case 'import':
      return <ImportSettingsPage />;
    case 'tautulli':
      return <TautulliSettingsPage />;
    case 'nats':
      return <PublishingSettingsPage />;
    case 'about':
      return <AboutSettingsPage />;
    case 'notifications':
    case 'history':
    case 'backups':
    case 'webhooks':
  }
  if (settings === null) return problem === null && <Notice icon="settings" title="Reading the settings" />;
  if (id === 'notifications') {
    return (
      <NotificationSettingsPage
        settings={settings.notifications}
        change={(change) => view.change((now) => ({ notifications: change(now.notifications) }))}
        reset={() => view.reset('notifications')}
      />
    );
  }
  if (id === 'backups') {
    return (
      <BackupSettingsPage
        settings={settings.backups}
        change={(backups) => view.change(() => ({ backups }))}
        reset={() => view.reset('backups')}
      />
    );
  }
  if (id === 'history') {
    return (
      <HistorySettingsPage
        settings={settings.history}
        change={(history) => view.change(() => ({ history }))}
        reset={() => view.reset('history')}
      />
    );
  }
  return <WebhookSettingsPage on={settings.webhooks.on} onChange={(on) => view.change(() => ({ webhooks: { on } }))} />;
}
