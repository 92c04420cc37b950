// Every kind of machine gets an install of its own, whichever machine packs it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findUnfit, listBindings } from '../tools/package-contents.ts';
import { listFilesBelow, readLockfile, stageTarget } from '../tools/package-stage.ts';
import { allTargets, nameTarget } from '../tools/package-target.ts';

/** No kind of machine that exists, so that every target is installed and none is copied. */
const nobody = { platform: 'none', arch: 'none' };

it.each(allTargets)('$platform on $arch holds its own DuckDB and nothing that only developers need', async (target) => {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-target-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = await listFilesBelow(await stageTarget(target, { host: nobody, into: folder }));
  expect(listBindings(files)).toEqual([nameTarget(target)]);
  expect(files.filter((file) => file.endsWith('duckdb.node'))).toHaveLength(1);
  expect(findUnfit(files, readLockfile(), target)).toEqual([]);
});
