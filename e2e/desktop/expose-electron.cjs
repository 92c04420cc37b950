// Loaded before the app: holds its start back until the test listens, and lets the test ask Electron itself.
const electron = require('electron');

globalThis.electron = electron;
const ready = electron.app.whenReady();
const begun = new Promise((resolve) => {
  globalThis.begin = resolve;
});
electron.app.whenReady = () => ready.then(() => begun);
