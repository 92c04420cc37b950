// Plex's XML: every value is text, true is 1 and false is 0, and numbers with a fraction carry all their digits.
import { createCB } from 'xmlbuilder2';
import type { Element, Value } from './element.ts';

type Writer = ReturnType<typeof createCB>;

/** Written piece by piece: a tree of five hundred sessions would take a second to build. */
export function toXml(element: Element): string {
  const pieces: string[] = [];
  const writer = createCB({ data: (piece: string) => pieces.push(piece), prettyPrint: true, indent: '' });
  writer.dec({ version: '1.0', encoding: 'UTF-8' });
  write(writer, element);
  writer.end();
  return `${pieces.join('')}\n`;
}

function write(writer: Writer, element: Element): void {
  writer.ele(element.tag);
  for (const [name, value] of Object.entries(element.attributes)) {
    if (value !== null && value !== undefined) writer.att(name, toText(value));
  }
  for (const child of element.children) write(writer, child);
  writer.up();
}

function toText(value: Value): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  return value.toPrecision(17).replace(/0+$/, '').replace(/\.$/, '');
}
