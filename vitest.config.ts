// Two kinds of tests: unit (beside the code, with coverage) and e2e (the built program in a real browser).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.ts', 'src-*/**/*.test.tsx', 'tools/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src-main/**/*.ts', 'src-contract/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: {
        'src-main/plex/**': { lines: 90, branches: 90 },
        'src-main/web/**': { lines: 90, branches: 90 },
        'src-main/procedures/**': { lines: 90, branches: 90 },
        'src-main/watch/step.ts': { branches: 100 },
      },
    },
  },
});
