// Whether the panel under the tray's icon is dark or light, as far as each system lets one know.

/** `template`: macOS colours it itself. */
export type TrayLook = 'on-dark' | 'on-light' | 'template';

/** These desktops keep a dark panel beside light windows. */
const darkPanels = /gnome|unity|cinnamon|pantheon/i;

export const toLook = (
  platform: NodeJS.Platform,
  desktop: string,
  isDark: { windows: boolean; taskbar: boolean },
): TrayLook => {
  if (platform === 'darwin') return 'template';
  const dark = platform === 'win32' ? isDark.taskbar : darkPanels.test(desktop) || isDark.windows;
  return dark ? 'on-dark' : 'on-light';
};
