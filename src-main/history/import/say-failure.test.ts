import { expect, test } from 'vitest';
import { ImportError } from '../tautulli/import-error.ts';
import { sayFailure } from './say-failure.ts';

test.each([
  // As DuckDB said it on a disk of 50 MB, spilling and writing.
  [
    new Error(
      "Out of Memory Error: failed to offload data block of size 256.0 KiB (8.4 MiB/8.6 MiB used).\nThis limit was set by the 'max_temp_directory_size' setting.",
    ),
    /^The disk of \/data is full\./,
  ],
  [new Error('IO Error: Could not write file "/data/marquee.duckdb": No space left on device'), /^The disk of \/data/],
  [new ImportError('Reading Tautulli failed: ENOSPC: no space left on device, write'), /^The disk of \/data is full/],
  [
    new Error('Out of Memory Error: failed to allocate data of size 4.0 MiB\nPossible solutions: …'),
    /more memory than/,
  ],
  [new ImportError('Tautulli answered 500'), /^Tautulli answered 500$/],
  [new Error('Conversion Error: odd\nLINE 1: SELECT'), /^The history could not take it in: Conversion Error: odd$/],
])('%s', (error, says) => {
  expect(sayFailure(error, '/data')).toMatch(says);
});
