// The application's menu: on macOS at the top of the screen, elsewhere hidden and there for its keys.
import { Menu } from 'electron';

export const setApplicationMenu = (): void =>
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      process.platform === 'darwin'
        ? { role: 'appMenu' }
        : { label: 'Marquee', submenu: [{ role: 'close' }, { type: 'separator' }, { role: 'quit' }] },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          { role: 'reload' },
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
