// Which of the tray's icons can be seen on which panel.
import { expect, it } from 'vitest';
import { toLook } from './tray-look.ts';

const light = { windows: false, taskbar: false };
const dark = { windows: true, taskbar: true };

it.each([
  ['a Mac', 'darwin', '', light, 'template'],
  ['a light taskbar beside dark windows', 'win32', '', { windows: true, taskbar: false }, 'on-light'],
  ['a dark taskbar beside light windows', 'win32', '', { windows: false, taskbar: true }, 'on-dark'],
  ['a light KDE', 'linux', 'KDE', light, 'on-light'],
  ['a dark KDE', 'linux', 'KDE', dark, 'on-dark'],
  ['a GNOME with light windows', 'linux', 'ubuntu:GNOME', light, 'on-dark'],
  ['a desktop without a name', 'linux', '', light, 'on-light'],
] as const)('%s', (_where, platform, desktop, isDark, look) => expect(toLook(platform, desktop, isDark)).toBe(look));
