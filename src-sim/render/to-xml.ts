// Plex's XML: every value is text, true is 1 and false is 0, and numbers with a fraction carry all their digits.
import { create } from 'xmlbuilder2';
import type { Element, Value } from './element.ts';

type Node = ReturnType<typeof create>;

export function toXml(element: Element): string {
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  append(document, element);
  return document.end({ prettyPrint: true, indent: '' }) + '\n';
}

function append(parent: Node, element: Element): void {
  const node = parent.ele(element.tag);
  for (const [name, value] of Object.entries(element.attributes)) {
    if (value !== null && value !== undefined) node.att(name, toText(value));
  }
  for (const child of element.children) append(node, child);
}

function toText(value: Value): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  return value.toPrecision(17).replace(/0+$/, '').replace(/\.$/, '');
}
