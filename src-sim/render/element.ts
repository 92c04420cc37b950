// One tree for both of Plex's languages: what is an attribute or a child here becomes XML or JSON elsewhere.
export type Value = string | number | boolean;

export type Attributes = Readonly<Record<string, Value | null | undefined>>;

export type Element = {
  tag: string;
  attributes: Attributes;
  children: readonly Element[];
  /** Its key in JSON, where that is not the tag: `Video`, `Track` and `Photo` all become `Metadata`. */
  jsonKey: string;
  /** A single object in JSON instead of a list. */
  single: boolean;
};

export function element(tag: string, attributes: Attributes, children: readonly (Element | null)[] = []): Element {
  return { tag, attributes, children: children.filter((child) => child !== null), jsonKey: tag, single: false };
}

export const single = (made: Element): Element => ({ ...made, single: true });

export const keyed = (made: Element, jsonKey: string): Element => ({ ...made, jsonKey });

/** A list of `tags`, the way Plex builds lists of anything it calls a tag: genres, directors, … */
export const tags = (tag: string, names: readonly string[]): Element[] =>
  names.map((name) => element(tag, { tag: name }));

export function container(attributes: Attributes, children: readonly Element[] = []): Element {
  return element('MediaContainer', { size: children.length, ...attributes }, children);
}
