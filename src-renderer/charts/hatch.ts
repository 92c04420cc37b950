// The pattern of what was not watched: slanted lines that let the columns behind them show.
import type { Colours } from '../parts/plot/colours.ts';

const side = 8;

/** For ECharts; each colour is one pattern. */
export function drawHatch(colours: Colours): { image: HTMLCanvasElement; repeat: 'repeat' } {
  const image = Object.assign(document.createElement('canvas'), { width: side, height: side });
  const pen = image.getContext('2d');
  if (pen) {
    pen.strokeStyle = colours['line-strong'];
    pen.globalAlpha = 0.8;
    pen.lineWidth = 1;
    for (const shift of [-side, 0, side]) {
      pen.moveTo(shift, side);
      pen.lineTo(shift + side, 0);
    }
    pen.stroke();
  }
  return { image, repeat: 'repeat' };
}
