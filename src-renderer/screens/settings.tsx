// The settings: a page for each thing that can be chosen. What is changed is in force at once.
import { Notice } from '../parts/notice.tsx';
import { useSettings } from '../client/use-settings.ts';
import { AttachSettingsPage } from './settings/attach.tsx';
import { ComputerSettingsPage } from './settings-computer.tsx';
import { NotificationSettingsPage } from './settings-notifications.tsx';
import { WebhookSettingsPage } from './settings-webhooks.tsx';
import styles from './settings.module.css';

export function SettingsScreen() {
  const view = useSettings();
  const { settings, problem, saved } = view;
  return (
    <main className={styles.screen} aria-label="Settings">
      <div className={styles.head}>
        <h1>Settings</h1>
        <p role="status">{problem === null && saved ? 'Saved' : ''}</p>
      </div>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {settings === null ? (
        problem === null && <Notice icon="settings" title="Reading the settings" />
      ) : (
        <NotificationSettingsPage
          settings={settings.notifications}
          change={(change) => view.change((now) => ({ notifications: change(now.notifications) }))}
          reset={view.reset}
        />
      )}
      <WebhookSettingsPage />
      <ComputerSettingsPage />
      <AttachSettingsPage />
    </main>
  );
}
