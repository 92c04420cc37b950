// Builds the main process: our code and nearly every library as one ES module for Node 20, which starts faster and needs
// less memory than a thousand files. Names are kept, so that a stack trace still tells who it was.
import { defineConfig } from 'vite';
import { licencesPlugin } from './tools/licences.ts';

/** What has files beside its code: DuckDB's libraries, SQLite's WebAssembly, what Electron and its updater look for. */
const external = ['@duckdb/node-api', 'node-sqlite3-wasm', 'electron', 'electron-updater'];
/** Faster parts of ws that a machine may have; it does without. */
const absent = ['bufferutil', 'utf-8-validate'];

export default defineConfig({
  ssr: { noExternal: true, external: [...external, ...absent], target: 'node' },
  plugins: [licencesPlugin('licences.txt', 'The main process of Marquee')],
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: 'out/main',
    emptyOutDir: true,
    sourcemap: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: {
        desktop: 'src-main/desktop.ts',
        headless: 'src-main/headless.ts',
        // A thread or a process of its own has to be a file of its own.
        'demo-thread': 'src-sim/demo-thread.ts',
        'sql-console': 'src-main/sql-console/child.ts',
        'tautulli-worker': 'src-main/history/tautulli/worker.ts',
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
  },
});
