// Takes the port that a window hands over through the bridge, if it is our window and our page that hands it over.
import { ipcMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import type { Log } from '../lib/log.ts';

const CHANNEL = 'marquee:port';

type Options = {
  /** Origin of our page, e.g. `app://marquee`. */
  origin: string;
  isOurWindow: (contentsId: number) => boolean;
  serve: (port: MessagePortMain) => void;
  log: Log;
};

export const listenForPorts = ({ origin, isOurWindow, serve, log }: Options): (() => void) => {
  const isOurs = ({ sender, senderFrame }: IpcMainEvent) =>
    isOurWindow(sender.id) &&
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    senderFrame.url.startsWith(`${origin}/`);
  const hear = (event: IpcMainEvent) => {
    const [port, ...others] = event.ports;
    if (port && others.length === 0 && isOurs(event)) return serve(port);
    log.warn('A port was handed over that is not from our page');
    for (const one of event.ports) one.close();
  };
  ipcMain.on(CHANNEL, hear);
  return () => void ipcMain.off(CHANNEL, hear);
};
