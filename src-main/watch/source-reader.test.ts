import { describe, expect, it } from 'vitest';
import { type SourceMedia } from '../../src-contract/media.ts';
import { createSourceReader } from './source-reader.ts';
import { source } from './test-things.ts';

const createLibrary = () => {
  const asked: string[] = [];
  const answers = new Map<string, { resolve: (found: SourceMedia | null) => void; reject: (error: Error) => void }>();
  const found: [string, SourceMedia | null][] = [];
  let nowMs = 0;
  const reader = createSourceReader({
    read: (ratingKey) => {
      asked.push(ratingKey);
      return new Promise((resolve, reject) => answers.set(ratingKey, { resolve, reject }));
    },
    onSource: (ratingKey, media) => found.push([ratingKey, media]),
    nowMs: () => nowMs,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ...reader,
    asked,
    found,
    at: (ms: number) => (nowMs = ms),
    answer: async (ratingKey: string, media: SourceMedia | null) => {
      answers.get(ratingKey)?.resolve(media);
      await settled();
    },
    fail: async (ratingKey: string) => {
      answers.get(ratingKey)?.reject(new Error('The server is away.'));
      await settled();
    },
  };
};

describe('reading sources', () => {
  it('asks once for each item, four at a time', async () => {
    const library = createLibrary();
    library.want(['1', '2', '3', '4', '5']);
    library.want(['1', '2', '3', '4', '5']);
    expect(library.asked).toEqual(['1', '2', '3', '4']);
    await library.answer('2', source());
    await library.answer('3', null);
    expect(library.found).toEqual([
      ['2', source()],
      ['3', null],
    ]);
    library.want(['1', '4', '5']);
    expect(library.asked).toEqual(['1', '2', '3', '4', '5']);
  });

  it('asks again for a failed one after a minute, or when it is played anew', async () => {
    const library = createLibrary();
    library.want(['1', '2']);
    await library.fail('1');
    await library.fail('2');
    library.at(59_000);
    library.want(['1', '2']);
    expect(library.asked).toHaveLength(2);
    library.want(['2']);
    library.want(['1', '2']);
    expect(library.asked).toEqual(['1', '2', '1']);
    library.at(60_000);
    library.want(['1', '2']);
    expect(library.asked).toEqual(['1', '2', '1', '2']);
    expect(library.found).toEqual([]);
  });
});
