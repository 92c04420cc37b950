// Builds the bridge as one CommonJS file, because a sandboxed preload script can be nothing else.
import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    target: 'chrome130',
    outDir: 'out/preload',
    emptyOutDir: true,
    sourcemap: false,
    reportCompressedSize: false,
    lib: { entry: 'src-preload/bridge.ts', formats: ['cjs'], fileName: () => 'bridge.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
});
