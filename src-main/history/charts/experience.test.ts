// What charts of how it went say of a range in which nothing was seen.
import { expect, test } from 'vitest';
import { addRandomPlays, openChartHistory } from '../testing/chart-history.ts';
import { readChart } from './chart.ts';

const nowMs = Date.UTC(2026, 0, 2);

test.each(['first-picture', 'stalls', 'waiting'] as const)(
  '%s of nobody, by the day and in one bucket',
  async (chart) => {
    const db = await openChartHistory();
    try {
      await addRandomPlays(db.connection, 50, { seed: 3, fromMs: Date.UTC(2025, 9, 1), toMs: nowMs });
      for (const step of ['day', 'month', 'year'] as const) {
        const range = { from: '2025-11-02', to: '2025-11-20', zone: 'Europe/Berlin' };
        const drawn = await readChart(db.connection, { chart, step, ...range, user: ['nobody'] }, nowMs);
        expect(drawn.total).toEqual({ plays: 0, watchedMs: 0 });
        expect(drawn.buckets.length).toBe(step === 'day' ? 19 : 1);
      }
    } finally {
      db.close();
    }
  },
);
