// How a library grew, day by day: its size, or how much there is to play; the numbers stand behind it.
import { useCallback, useState } from 'react';
import type { LibraryDetail } from '../../../src-contract/library.ts';
import { describeDayIn } from '../../charts/words.ts';
import { Button } from '../../parts/button.tsx';
import { ownZone } from '../../parts/filter/use-filter.ts';
import type { Colours } from '../../parts/plot/colours.ts';
import { LazyPlot } from '../../parts/plot/lazy-plot.tsx';
import { formatBytes } from '../things/links.ts';
import { Facts, Part } from '../things/thing-page.tsx';
import { describeHolding } from './words.ts';

export function Growth({ growth }: Pick<LibraryDetail, 'growth'>) {
  const [asTable, showTable] = useState(false);
  const draw = useCallback(
    (colours: Colours) => ({
      animation: false,
      grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
      xAxis: {
        type: 'category',
        data: growth.map(({ atMs }) => describeDayIn(atMs, ownZone)),
        axisLabel: { color: colours['text-quiet'], fontFamily: colours.font, hideOverlap: true },
        axisLine: { lineStyle: { color: colours['line-strong'] } },
      },
      yAxis: {
        type: 'value',
        scale: true,
        axisLabel: {
          color: colours['text-faint'],
          fontFamily: colours.font,
          formatter: (gigabytes: number) => formatBytes(gigabytes * 1e9),
        },
        splitLine: { lineStyle: { color: colours.line } },
      },
      series: [
        {
          type: 'line',
          step: 'end',
          symbol: 'none',
          lineStyle: { color: colours.accent, width: 2 },
          areaStyle: { color: colours['transcode-wash'] },
          data: growth.map(({ bytes }) => bytes / 1e9),
        },
      ],
    }),
    [growth],
  );
  return (
    <Part title="Growth">
      {asTable ? (
        <Facts
          title="Growth"
          heads={['Day', 'It held']}
          numbers={0}
          rows={growth.map((day) => ({
            key: String(day.atMs),
            cells: [describeDayIn(day.atMs, ownZone), describeHolding(day)],
          }))}
        />
      ) : (
        <LazyPlot toOption={draw} label={`The size of the library over ${growth.length} days.`} height={200} />
      )}
      <Button look="bare" aria-pressed={asTable} onClick={() => showTable(!asTable)}>
        As a table
      </Button>
    </Part>
  );
}
