import { expect, it } from 'vitest';
import { toAutostartEntry, toAutostartPath } from './autostart-entry.ts';

it.each([
  [{}, '/home/ann/.config/autostart/marquee.desktop'],
  [{ XDG_CONFIG_HOME: '/cfg' }, '/cfg/autostart/marquee.desktop'],
  [{ XDG_CONFIG_HOME: 'relative' }, '/home/ann/.config/autostart/marquee.desktop'],
])('lies where the desktop looks for it: %j', (environment, path) =>
  expect(toAutostartPath(environment, '/home/ann')).toBe(path),
);

it.each([
  ['/opt/Marquee/marquee', String.raw`Exec="/opt/Marquee/marquee" "--hidden"`],
  ['/home/ann/My Apps/Marquee.AppImage', String.raw`Exec="/home/ann/My Apps/Marquee.AppImage" "--hidden"`],
  ['/a"b', String.raw`Exec="/a\\"b" "--hidden"`],
  ['/50%', String.raw`Exec="/50%%" "--hidden"`],
  ['/$HOME`x`', String.raw`Exec="/\\$HOME\\${'`'}x\\${'`'}" "--hidden"`],
  [String.raw`/a\b`, String.raw`Exec="/a\\\\b" "--hidden"`],
])('starts %s, hidden', (file, line) => expect(toAutostartEntry([file, '--hidden']).split('\n')).toContain(line));
