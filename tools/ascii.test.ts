import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { toAscii } from './ascii.ts';

test.each(["'it’s a tëst'", '`☃ ${1 + 1} 🎬`', "'🎬'.replace(/[🍿🎬]/u, '…')", '({ "a–b": 1 })["a–b"]', "'plain'"])(
  '%s means the same without a letter beyond ASCII',
  (code) => {
    const escaped = toAscii(code);
    expect(escaped).toMatch(/^[\0-\x7F]*$/);
    expect(runInNewContext(escaped)).toBe(runInNewContext(code));
  },
);
