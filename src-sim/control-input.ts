// Reads the JSON bodies of the control interface, field by field, and refuses what does not fit.
export class BadInput extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadInput';
  }
}

export type Fields = {
  has: (name: string) => boolean;
  text: (name: string) => string;
  maybeText: (name: string) => string | undefined;
  whole: (name: string) => number;
  maybeWhole: (name: string) => number | undefined;
  flag: (name: string) => boolean;
  maybeFlag: (name: string) => boolean | undefined;
  oneOf: <T extends string>(name: string, list: readonly T[]) => T;
  maybeOneOf: <T extends string>(name: string, list: readonly T[]) => T | undefined;
  maybeFields: <T>(name: string, read: (fields: Fields) => T) => T | undefined;
  raw: (name: string) => unknown;
  /** Complains about every field that nobody has read. */
  done: () => void;
};

export function fieldsOf(body: unknown, where = 'the body'): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new BadInput(`${where}: expected an object`);
  const values = new Map<string, unknown>(Object.entries(body));
  const read = new Set<string>();
  const raw = (name: string): unknown => {
    read.add(name);
    return values.get(name);
  };
  const wrong = (name: string, expected: string): BadInput => new BadInput(`${name}: expected ${expected}`);

  const maybeText = (name: string): string | undefined => {
    const value = raw(name);
    if (value !== undefined && typeof value !== 'string') throw wrong(name, 'a text');
    return value;
  };
  const maybeWhole = (name: string): number | undefined => {
    const value = raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
      throw wrong(name, 'a whole number from 0 up');
    return value;
  };
  const maybeFlag = (name: string): boolean | undefined => {
    const value = raw(name);
    if (value !== undefined && typeof value !== 'boolean') throw wrong(name, 'true or false');
    return value;
  };
  const maybeOneOf = <T extends string>(name: string, list: readonly T[]): T | undefined => {
    const value = raw(name);
    if (value === undefined) return undefined;
    const found = list.find((candidate) => candidate === value);
    if (found === undefined) throw wrong(name, `one of ${list.join(', ')}`);
    return found;
  };
  const needed = <T>(name: string, value: T | undefined): T => {
    if (value === undefined) throw new BadInput(`${name}: is missing`);
    return value;
  };

  return {
    has: (name) => values.has(name),
    raw,
    maybeText,
    maybeWhole,
    maybeFlag,
    maybeOneOf,
    text: (name) => needed(name, maybeText(name)),
    whole: (name) => needed(name, maybeWhole(name)),
    flag: (name) => needed(name, maybeFlag(name)),
    oneOf: (name, list) => needed(name, maybeOneOf(name, list)),
    maybeFields: (name, take) => {
      const value = raw(name);
      if (value === undefined) return undefined;
      const inner = fieldsOf(value, name);
      const made = take(inner);
      inner.done();
      return made;
    },
    done: () => {
      const strangers = [...values.keys()].filter((name) => !read.has(name));
      if (strangers.length > 0) throw new BadInput(`unknown: ${strangers.join(', ')}`);
    },
  };
}
