// Charts and the cards of the first page.
import { implement } from '@orpc/server';
import type { Chart, ChartQuery, Home, HomeQuery } from '../../src-contract/chart.ts';
import { contract } from '../../src-contract/contract.ts';
import type { Log } from '../lib/log.ts';
import { orUnavailable } from './or-unavailable.ts';

export type ChartsRoom = {
  chart: (query: ChartQuery) => Promise<Chart>;
  home: (query: HomeQuery) => Promise<Home>;
};

const os = implement(contract.charts);

export const chartsBranch = (history: ChartsRoom, log: Log) => ({
  get: os.get.handler(({ input, errors }) =>
    orUnavailable(log, () => history.chart(input), errors.HISTORY_UNAVAILABLE),
  ),
  home: os.home.handler(({ input, errors }) =>
    orUnavailable(log, () => history.home(input), errors.HISTORY_UNAVAILABLE),
  ),
});
