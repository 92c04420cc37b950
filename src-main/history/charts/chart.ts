// Any chart, from the stored plays.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Chart, ChartQuery } from '../../../src-contract/chart.ts';
import { drawBandwidth } from './bandwidth.ts';
import { drawConcurrency } from './concurrency.ts';
import { drawFirstPicture, drawStalls, drawWaiting } from './experience.ts';
import { decisionSeries, typeSeries } from './grid.ts';
import { drawCompletion, drawResolutions, most } from './most.ts';
import {
  drawHours,
  drawOverTime,
  drawReasons,
  drawWatchTime,
  drawWeekdays,
  drawWeekHours,
  seriesSql,
  toDailyStep,
} from './over-time.ts';
import { drawNewcomers, readFirstLast } from './people.ts';
import { toScope } from './scope.ts';

/** Parts may be left out. */
export type ChartQuestion = Partial<ChartQuery> & Pick<ChartQuery, 'chart'>;

/** The connection must be one that may write: what was not counted yet is counted now, and kept. */
export const readChart = async (
  connection: DuckDBConnection,
  { chart, step, top = 10, ...asked }: ChartQuestion,
  nowMs: number,
): Promise<Chart> => {
  const scope = await toScope(connection, asked, nowMs);
  switch (chart) {
    case 'days-by-type':
      return drawOverTime(connection, scope, {
        chart,
        step: step ?? toDailyStep(scope),
        series: seriesSql.type,
        plan: typeSeries,
      });
    case 'days-by-decision':
      return drawOverTime(connection, scope, {
        chart,
        step: step ?? toDailyStep(scope),
        series: seriesSql.decision,
        plan: decisionSeries,
      });
    case 'months':
      return drawOverTime(connection, scope, {
        chart,
        step: step ?? 'month',
        series: seriesSql.type,
        plan: typeSeries,
      });
    case 'weekdays':
      return drawWeekdays(connection, scope);
    case 'hours':
      return drawHours(connection, scope);
    case 'week-hours':
      return drawWeekHours(connection, scope);
    case 'concurrency':
      return drawConcurrency(connection, scope, step);
    case 'users':
    case 'titles':
    case 'series':
    case 'platforms':
    case 'players':
    case 'libraries':
    case 'platforms-by-decision':
    case 'users-by-decision':
    case 'players-by-stalls':
      return most[chart](connection, scope, top);
    case 'resolutions':
      return drawResolutions(connection, scope);
    case 'reasons':
      return drawReasons(connection, scope, step);
    case 'bandwidth':
      return drawBandwidth(connection, scope, step, nowMs);
    case 'watch-time':
      return drawWatchTime(connection, scope, step, top);
    case 'completion':
      return drawCompletion(connection, scope);
    case 'first-last':
      return readFirstLast(connection, scope);
    case 'newcomers':
      return drawNewcomers(connection, scope, step);
    case 'stalls':
      return drawStalls(connection, scope, step);
    case 'waiting':
      return drawWaiting(connection, scope, step);
    case 'first-picture':
      return drawFirstPicture(connection, scope, step);
  }
};
