// JSON that DuckDB accepts: it refuses half a surrogate pair, which a broken file name can bring along.

const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

export const toJson = (value: unknown): string => {
  const text = JSON.stringify(value);
  // `JSON.stringify` escapes exactly the broken halves this way.
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? wellFormed(part) : part));
};
