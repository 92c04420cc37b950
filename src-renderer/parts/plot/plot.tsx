// Draws what is given to ECharts, in our colours and as large as its place. Load it lazily: it weighs more than the rest.
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
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
  MarkPointComponent,
  TooltipComponent,
  VisualMapComponent,
]);

export type PlotProps = {
  /** Made anew when the theme changes. */
  toOption: (colours: Colours) => EChartsCoreOption;
  /** What a screen reader is told; a table with the numbers stands behind every plot. */
  label: string;
  height: number;
  /** Of the data: which point of which series was clicked; no series where the click fell beside them all. */
  onPoint?: (seriesIndex: number | null, dataIndex: number) => void;
  /** Along which axis the points stand. */
  along?: 'x' | 'y';
  /** Is given what paints the plot as a picture, twice as fine; null when it is gone. */
  onPicture?: (paint: (() => HTMLCanvasElement) | null) => void;
};

/** Under this name the browser keeps how long each painting took. */
const measured = 'marquee-plot';

export function Plot({ toOption, label, height, onPoint, along = 'x', onPicture }: PlotProps) {
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
    plot.on('click', ({ componentType, seriesIndex, dataIndex }) => {
      if (componentType === 'series') latest.current?.(seriesIndex ?? 0, dataIndex);
    });
    plot.getZr().on('click', ({ target, offsetX, offsetY }) => {
      if (target !== undefined || !plot.containPixel({ gridIndex: 0 }, [offsetX, offsetY])) return;
      const at = plot.convertFromPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [offsetX, offsetY])[along === 'x' ? 0 : 1];
      if (at !== undefined) latest.current?.(null, Math.round(at));
    });
    onPicture?.(() => plot.renderToCanvas({ pixelRatio: 2 }));
    const watching = new ResizeObserver(() => plot.resize());
    watching.observe(element);
    return () => {
      watching.disconnect();
      plot.dispose();
      drawn.current = null;
      onPicture?.(null);
    };
  }, [along, onPicture]);

  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const draw = () => {
      const start = performance.now();
      const option = toOption(readColours());
      drawn.current?.setOption(
        { animation: !still.matches, ...option, aria: { enabled: true, label: { description: label } } },
        true,
      );
      // Painted here, not in the next frame, so that the time is that of the whole.
      drawn.current?.getZr().flush();
      performance.measure(measured, { start });
    };
    draw();
    system.addEventListener('change', draw);
    return () => system.removeEventListener('change', draw);
  }, [toOption, label, theme, along, onPicture]);

  return <div ref={place} role="img" aria-label={label} style={{ height }} />;
}
