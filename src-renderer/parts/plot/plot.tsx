// Draws what is given to ECharts, in our colours and as large as its place. Load it lazily: it weighs more than the rest.
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTheme } from '../../client/theme.ts';
import { type Colours, readColours } from './colours.ts';

register([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  DataZoomComponent,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
]);

export type PlotProps = {
  /** Made anew when the theme changes. */
  toOption: (colours: Colours) => EChartsCoreOption;
  /** What a screen reader is told; a table with the numbers stands behind every plot. */
  label: string;
  height: number;
  /** Of the data: which point of which series was clicked. */
  onPoint?: (seriesIndex: number, dataIndex: number) => void;
};

export function Plot({ toOption, label, height, onPoint }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<EChartsType>(null);
  const latest = useRef(onPoint);
  const theme = useTheme();
  useEffect(() => {
    latest.current = onPoint;
  });

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const plot = init(element, null, { renderer: 'canvas' });
    drawn.current = plot;
    plot.on('click', ({ seriesIndex, dataIndex }) => latest.current?.(seriesIndex ?? 0, dataIndex));
    const watching = new ResizeObserver(() => plot.resize());
    watching.observe(element);
    return () => {
      watching.disconnect();
      plot.dispose();
      drawn.current = null;
    };
  }, []);

  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const draw = () =>
      drawn.current?.setOption(
        {
          animation: !still.matches,
          ...toOption(readColours()),
          aria: { enabled: true, label: { description: label } },
        },
        true,
      );
    draw();
    system.addEventListener('change', draw);
    return () => system.removeEventListener('change', draw);
  }, [toOption, label, theme]);

  return <div ref={place} role="img" aria-label={label} style={{ height }} />;
}
