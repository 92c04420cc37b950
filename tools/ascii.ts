// Escapes what is not ASCII in built code: one such letter, and V8 keeps the whole file in memory with two bytes a letter.
import type { Plugin } from 'vite';

/** Inside of texts and patterns, the only places where our code and its libraries have such letters once comments are gone. */
export const toAscii = (code: string): string =>
  code.replaceAll(/[\u0080-\uffff]/g, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const asciiPlugin = (): Plugin => ({
  name: 'ascii',
  generateBundle(_options, bundle) {
    for (const part of Object.values(bundle)) if (part.type === 'chunk') part.code = toAscii(part.code);
  },
});
