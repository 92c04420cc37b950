// Builds the main process: our own code as one ES module for Node 20, every dependency left where npm put it.
import { defineConfig } from 'vite';

export default defineConfig({
  ssr: { external: true, target: 'node' },
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: 'out/main',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        desktop: 'src-main/desktop.ts',
        headless: 'src-main/headless.ts',
        // A thread or a process of its own has to be a file of its own.
        'demo-thread': 'src-sim/demo-thread.ts',
        'sql-console': 'src-main/sql-console/child.ts',
        'tautulli-worker': 'src-main/history/tautulli/worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
