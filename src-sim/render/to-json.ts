// Plex's JSON: attributes keep their types, children become lists under their tag, and an empty list has no key at all.
import type { Element } from './element.ts';

export type JsonObject = { [key: string]: unknown };

export function toJsonValue(element: Element): JsonObject {
  const value: JsonObject = {};
  for (const [name, attribute] of Object.entries(element.attributes)) {
    if (attribute !== null && attribute !== undefined) value[name] = attribute;
  }
  for (const child of element.children) {
    if (child.single) {
      value[child.jsonKey] = toJsonValue(child);
      continue;
    }
    const list = value[child.jsonKey];
    if (Array.isArray(list)) list.push(toJsonValue(child));
    else value[child.jsonKey] = [toJsonValue(child)];
  }
  return value;
}

export const toJson = (element: Element): string => JSON.stringify({ [element.tag]: toJsonValue(element) });
