// Keeps secrets out of everything that is written down: known values by value, tokens by the places they stand in.

export type HiddenWords = {
  /** From now on this value is never written. Anything shorter than four characters is no secret. */
  add: (value: string) => void;
  hide: (text: string) => string;
};

const mark = '(hidden)';

/** Places where tokens and keys stand in URLs, headers and messages, also inside JSON text. */
const patterns: [RegExp, string][] = [
  [/(X-Plex-Token(?:\\?["']|%22)?\s*(?:=|:|%3D)\s*(?:\\?["'])?)[^\s&"'\\,;)}\]]+/gi, `$1${mark}`],
  [/(authorization\\?["']?\s*[:=]\s*(?:\\?["'])?(?:(?:bearer|basic)\s+)?)[^\s"'\\,;]+/gi, `$1${mark}`],
  [/(\bbearer\s+)[\w.~+/=-]{8,}/gi, `$1${mark}`],
  [/(:\/\/)[^\s/@"'\\]+@/g, `$1${mark}@`],
];

export const hidePatterns = (text: string): string =>
  patterns.reduce((hidden, [pattern, replacement]) => hidden.replace(pattern, replacement), text);

export const createHiddenWords = (): HiddenWords => {
  let words: string[] = [];
  return {
    add: (value) => {
      if (value.length < 4) return;
      const escaped = JSON.stringify(value).slice(1, -1);
      // The last one is how it stands in a log line that holds JSON text.
      const forms = [value, encodeURIComponent(value), escaped, JSON.stringify(escaped).slice(1, -1)];
      // The longest first, so that no rest of a longer secret stays behind a shorter one.
      words = [...new Set([...words, ...forms])].toSorted((a, b) => b.length - a.length);
    },
    hide: (text) => hidePatterns(words.reduce((hidden, word) => hidden.replaceAll(word, mark), text)),
  };
};
