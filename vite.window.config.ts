// Builds the window: the page that a browser or the desktop shows, with relative paths so that it can live anywhere.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { licencesPlugin } from './tools/licences.ts';

export default defineConfig({
  root: 'src-renderer',
  base: './',
  plugins: [react(), licencesPlugin('licences.txt', 'The window of Marquee')],
  build: {
    target: ['chrome120', 'firefox121', 'safari17'],
    outDir: '../out/window',
    emptyOutDir: true,
    sourcemap: true,
    reportCompressedSize: false,
    // One file is best for a page that is served from next door.
    chunkSizeWarningLimit: 2000,
  },
});
