// A chart as a file: its picture with a title and what it is about, or its numbers for a spreadsheet.
import type { Chart } from '../../src-contract/chart.ts';
import { saveFile } from '../client/save-file.ts';
import { readColours } from '../parts/plot/colours.ts';
import { toCsv } from './table.ts';

/** With a mark at its beginning, without which spreadsheets take it for another alphabet. */
export function saveCsv(chart: Chart, range: string): void {
  saveFile(toFileName(chart, range, 'csv'), new Blob(['\uFEFF', toCsv(chart)], { type: 'text/csv;charset=utf-8' }));
}

const scale = 2;
const edge = 20 * scale;
const head = 64 * scale;

export async function savePicture(chart: Chart, title: string, range: string, drawn: HTMLCanvasElement): Promise<void> {
  const colours = readColours();
  const canvas = Object.assign(document.createElement('canvas'), {
    width: drawn.width + 2 * edge,
    height: drawn.height + head + 2 * edge,
  });
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.fillStyle = colours.surface;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = 'top';
  pen.fillStyle = colours.text;
  pen.font = `600 ${18 * scale}px ${colours.font}`;
  pen.fillText(title, edge, edge);
  pen.fillStyle = colours['text-quiet'];
  pen.font = `${13 * scale}px ${colours.font}`;
  pen.fillText(`${range} · ${chart.zone} · Marquee`, edge, edge + 28 * scale);
  pen.drawImage(drawn, edge, edge + head);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (picture) saveFile(toFileName(chart, range, 'png'), picture);
}

function toFileName({ chart }: Chart, range: string, kind: string): string {
  const part = range
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `marquee-${chart}-${part}.${kind}`;
}
