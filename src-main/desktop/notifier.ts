// Puts notices on the screen as the system's own notifications, with a stop button where it has buttons.
import { Notification } from 'electron';
import { escapeMarkup } from '../lib/escape-markup.ts';
import type { Log } from '../lib/log.ts';
import type { Notice } from './notify-state.ts';

type Options = {
  platform: NodeJS.Platform;
  onOpen: (sessionId: string | null) => void;
  onStop: (sessionId: string) => void;
  log: Log;
};

export type Notifier = { show: (notice: Notice) => void; close: () => void };

/** A notification that is collected as garbage no longer hears its click; older ones than these nobody clicks. */
const KEPT = 50;

/** Electron gives these two systems a name for each notification, by which a later one replaces it, and buttons. */
const hasButtons = (platform: NodeJS.Platform): boolean => platform === 'darwin' || platform === 'win32';

/** Linux reads the text below the title as markup (Desktop Notifications Specification): a film called `<3` would show nothing. */
const toBody = (text: string, platform: NodeJS.Platform): string => (platform === 'linux' ? escapeMarkup(text) : text);

export const createNotifier = ({ platform, onOpen, onStop, log }: Options): Notifier => {
  const kept: Notification[] = [];
  let isFailureTold = false;

  const show = ({ key, title, body, sessionId, canStop, replaces }: Notice): void => {
    // Where nothing can be replaced a second one would be a double: there the tray tells the decision.
    if (replaces && !hasButtons(platform)) return;
    const stoppable = canStop && hasButtons(platform) ? sessionId : null;
    const notification = new Notification({
      title,
      body: toBody(body, platform),
      ...(hasButtons(platform) ? { id: key, silent: replaces } : {}),
      ...(stoppable === null ? {} : { actions: [{ type: 'button', text: 'Stop stream' }] }),
    });
    notification.on('click', () => onOpen(sessionId));
    if (stoppable !== null) notification.on('action', () => onStop(stoppable));
    notification.on('failed', (_event, error) => {
      if (!isFailureTold) log.warn('The system shows no notifications', { error });
      isFailureTold = true;
    });
    notification.show();
    kept.push(notification);
    if (kept.length > KEPT) kept.shift();
  };
  return {
    show,
    close: () => {
      for (const notification of kept.splice(0)) notification.removeAllListeners();
    },
  };
};
