// The smallest tray app that Electron can be: what Marquee's memory and start are held against.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const main = `const { app, nativeImage, Tray } = require('electron');
let tray;
app.setPath('userData', process.env.EMPTY_TRAY_DIR);
app.whenReady().then(() => {
  tray = new Tray(nativeImage.createFromDataURL(
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  ));
  tray.setToolTip('empty');
});
app.on('window-all-closed', () => {});
`;

export const writeEmptyTray = async (dir: string): Promise<void> => {
  await writeFile(
    join(dir, 'package.json'),
    JSON.stringify({ name: 'empty-tray', version: '1.0.0', main: 'main.cjs' }),
  );
  await writeFile(join(dir, 'main.cjs'), main);
};
