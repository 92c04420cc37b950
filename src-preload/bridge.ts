// Hands the page's port over to Marquee. It knows nothing of what is said over it, and it never grows.
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('marqueeBridge', true);

addEventListener('message', ({ source, data, ports }) => {
  if (source === window && data === 'marquee:port') ipcRenderer.postMessage('marquee:port', null, ports.slice(0, 1));
});
