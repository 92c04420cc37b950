// What a page in a window of ours may not do: go elsewhere, open windows, download, ask for devices, speak to others.
import { app, shell, type Session, type WebContents } from 'electron';
import type { Log } from '../lib/log.ts';
import { toDownloadPath } from './download-path.ts';
import { isAllowedLink } from './external-links.ts';

type Options = {
  session: Session;
  origin: string;
  /** Beyond the usual links: where a sign-in has just sent its person, whoever's the page is. */
  isSignInPage: (address: string) => boolean;
  log: Log;
};

/** What belongs to the page itself, and the developer tools. */
const innerProtocols = ['data:', 'blob:', 'devtools:'];

export const guardPages = ({ session, origin, isSignInPage, log }: Options): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // What the page has made itself, such as its report, goes among the downloads.
  session.on('will-download', (event, item) => {
    const isOwn = [`blob:${origin}/`, `${origin}/api/v1/history/`].some((begin) => item.getURL().startsWith(begin));
    if (isOwn) {
      item.setSavePath(toDownloadPath(app.getPath('downloads'), item.getFilename()));
    } else event.preventDefault();
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isOurs = url.startsWith(`${origin}/`) || innerProtocols.some((protocol) => url.startsWith(protocol));
    if (!isOurs) log.warn('A page asked for something that is not ours', { url: new URL(url).origin });
    answer({ cancel: !isOurs });
  });

  const openOutside = (url: string) => {
    if (isAllowedLink(url) || isSignInPage(url)) void shell.openExternal(url);
    else log.warn('A page wanted to open something that is not on the list');
  };
  const guardContents = (contents: WebContents) => {
    contents.on('will-frame-navigate', (event) => {
      // Loading the same page again is all that it may do by itself.
      if (event.isMainFrame && event.url.split(/[?#]/)[0] === `${origin}/`) return;
      event.preventDefault();
      if (event.isMainFrame) openOutside(event.url);
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url);
      return { action: 'deny' };
    });
  };
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
};
