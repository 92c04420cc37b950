// The tray itself: shows what `tray-menu.ts` says, at most once a second and only when that has changed.
import { Menu, nativeTheme, Tray, type MenuItemConstructorOptions } from 'electron';
import { atMostEvery } from '../lib/at-most-every.ts';
import type { Clock } from '../lib/clock.ts';
import { toNativeIcon } from './tray-icon.ts';
import { toLook, type TrayLook } from './tray-look.ts';
import { toIcon, toTooltip, toTrayMenu, type TrayAct, type TrayItem, type TrayView } from './tray-menu.ts';

type Options = {
  view: () => TrayView;
  onAct: (act: TrayAct) => void;
  clock: Clock;
  platform: NodeJS.Platform;
};

export type MarqueeTray = {
  /** Something may have changed. */
  refresh: () => void;
  close: () => void;
};

const EVERY_MS = 1000;

/** Systems take `&` for the mark of a key. */
const escape = (label: string): string => label.replaceAll('&', '&&');

const toTemplate = (items: readonly TrayItem[], onAct: (act: TrayAct) => void): MenuItemConstructorOptions[] =>
  items.map((item) => {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'text':
        return { label: escape(item.label), enabled: false };
      case 'act':
        return { label: escape(item.label), enabled: item.enabled, click: () => onAct(item.act) };
      case 'menu':
        return { label: escape(item.label), submenu: toTemplate(item.items, onAct) };
    }
  });

const lookNow = (platform: NodeJS.Platform): TrayLook =>
  toLook(platform, process.env['XDG_CURRENT_DESKTOP'] ?? '', {
    windows: nativeTheme.shouldUseDarkColors,
    taskbar: nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
  });

export const createTray = ({ view, onAct, clock, platform }: Options): MarqueeTray => {
  const shown = { icon: '', tooltip: '', menu: '' };

  const iconNow = () => ({ icon: toIcon(view().snapshot), look: lookNow(platform) });
  const first = iconNow();
  shown.icon = JSON.stringify(first);
  const tray = new Tray(toNativeIcon(first.icon, first.look));

  const show = () => {
    const now = view();
    const icon = iconNow();
    if (shown.icon !== (shown.icon = JSON.stringify(icon))) tray.setImage(toNativeIcon(icon.icon, icon.look));
    const tooltip = toTooltip(now.snapshot);
    if (shown.tooltip !== (shown.tooltip = tooltip)) tray.setToolTip(tooltip);
    const items = toTrayMenu(now);
    // A menu that is set anew closes under the pointer, so it is left alone while it says the same.
    if (shown.menu !== (shown.menu = JSON.stringify(items)))
      tray.setContextMenu(Menu.buildFromTemplate(toTemplate(items, onAct)));
  };

  const shows = atMostEvery(EVERY_MS, clock, show);
  shows.ask();
  // On macOS a click opens the menu; elsewhere the menu is on the other button, and a click opens the window.
  if (platform !== 'darwin') tray.on('click', () => onAct({ kind: 'open-window' }));
  nativeTheme.on('updated', shows.ask);
  return {
    refresh: shows.ask,
    close: () => {
      nativeTheme.off('updated', shows.ask);
      shows.close();
      tray.destroy();
    },
  };
};
