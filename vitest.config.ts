// Four kinds of tests: unit (beside the code, with coverage), e2e (the built program in a real browser), desktop (the
// built app in a real Electron on a real D-Bus session) and packages (what owners install, by a command of its own).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most tests wait for sockets and files; one core less, as is usual, would leave a small machine idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.ts', 'src-*/**/*.test.tsx', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          // A test waits for what it needs, and that takes its time where much else is done: see the patience of each.
          testTimeout: 90_000,
          hookTimeout: 90_000,
          expect: { poll: { timeout: 45_000, interval: 20 } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          exclude: ['e2e/desktop-*.e2e.ts'],
          // No story takes long; a machine that does too many things at once is no reason to fail one.
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'desktop',
          // The stories of the page are told in the desktop's window too; those of stopping wait for real verdicts, a minute
          // in all, and the tray's own tell the same there.
          include: ['e2e/desktop-*.e2e.ts', 'e2e/{live,storm}.e2e.ts'],
          env: { MARQUEE_STAGE: 'desktop' },
          testTimeout: 300_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'packages',
          include: ['e2e/*.package.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src-main/**/*.ts', 'src-contract/**/*.ts'],
      exclude: ['**/*.test.ts', '**/test-*.ts'],
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
