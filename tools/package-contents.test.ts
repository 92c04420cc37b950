import { describe, expect, it } from 'vitest';
import { findUnfit, isShipped, listBindings, listProductionPackages, parseLockfile } from './package-contents.ts';
import { allTargets, nameTarget, type Target } from './package-target.ts';
import { readLockfile } from './package-stage.ts';

const linux: Target = { platform: 'linux', arch: 'x64' };

const lockfile = parseLockfile(
  JSON.stringify({
    packages: {
      '': { dev: false },
      'node_modules/fastify': {},
      'node_modules/fastify/node_modules/ajv': {},
      'node_modules/vitest': { dev: true },
      'node_modules/@duckdb/node-bindings-linux-x64': { os: ['linux'], cpu: ['x64'], libc: ['glibc'], optional: true },
      'node_modules/@duckdb/node-bindings-linux-x64-musl': { os: ['linux'], cpu: ['x64'], libc: ['musl'] },
      'node_modules/@duckdb/node-bindings-darwin-arm64': { os: ['darwin'], cpu: ['arm64'] },
    },
  }),
);

it('counts what a kind of machine needs to run', () => {
  expect(listProductionPackages(lockfile, linux)).toEqual([
    'node_modules/fastify',
    'node_modules/fastify/node_modules/ajv',
    'node_modules/@duckdb/node-bindings-linux-x64',
  ]);
  expect(listProductionPackages(lockfile, { platform: 'win32', arch: 'arm64' })).toHaveLength(2);
});

it('finds in the real lockfile one DuckDB for each kind of machine', () => {
  for (const target of allTargets) {
    const folders = listProductionPackages(readLockfile(), target);
    expect(listBindings(folders.map((folder) => `${folder}/duckdb.node`))).toEqual([nameTarget(target)]);
  }
});

it('needs nothing to run that only the window uses, because the window carries it inside', () => {
  const folders = listProductionPackages(readLockfile(), linux);
  for (const name of ['react', 'react-dom', '@base-ui/react', '@tanstack/react-query', 'echarts', 'electron', 'vite'])
    expect(folders).not.toContain(`node_modules/${name}`);
});

describe('a file is shipped', () => {
  const shipped = [
    'package.json',
    'out/main/desktop.js',
    'out/window/assets/index.css',
    'node_modules/fastify/fastify.js',
    'node_modules/fastify/LICENSE',
    'node_modules/a/LICENSE.md',
    'node_modules/@a/b/lib/docs/index.js',
    'node_modules/@a/test/index.js',
    'node_modules/tests/index.js',
    'node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so',
  ];
  it.each(shipped)('%s', (file) => expect(isShipped(file)).toBe(true));

  const left = [
    'out/main/desktop.js.map',
    'node_modules/.package-lock.json',
    'node_modules/.bin/pino',
    'node_modules/a/node_modules/.bin/semver',
    'node_modules/a/README.md',
    'node_modules/a/test/a.js',
    'node_modules/@a/b/tests/a.js',
    'node_modules/a/node_modules/b/__tests__/c.js',
    'node_modules/a/lib/a.test.js',
    'node_modules/zod/src/index.ts',
    'node_modules/a/index.d.cts',
    'node_modules/a/examples/b.js',
  ];
  it.each(left)('but not %s', (file) => expect(isShipped(file)).toBe(false));
});

describe('a package', () => {
  const fit = [
    'package.json',
    'out/main/desktop.js',
    'out/main/headless.js',
    'out/main/demo-thread.js',
    'out/window/index.html',
    'node_modules/fastify/fastify.js',
    'node_modules/@duckdb/node-bindings-linux-x64/duckdb.node',
  ];
  it('is right with what is needed', () => expect(findUnfit(fit, lockfile, linux)).toEqual([]));

  it('may have its packages in other folders than the install', () =>
    expect(findUnfit([...fit, 'node_modules/ajv/ajv.js'], lockfile, linux)).toEqual([]));

  const wrong: [file: string, finding: string][] = [
    ['out/main/desktop.js.map', 'is a source map'],
    ['node_modules/fastify/a.map', 'is a source map'],
    ['out/main/app.test.js', 'is a test'],
    ['node_modules/fastify/test/a.js', 'is a test'],
    ['node_modules/vitest/index.js', 'node_modules/vitest is not needed to run'],
    ['node_modules/@duckdb/node-bindings-darwin-arm64/duckdb.node', 'the DuckDB of darwin-arm64 and linux-x64'],
  ];
  it.each(wrong)('is not right with %s', (file, finding) =>
    expect(findUnfit([...fit, file], lockfile, linux).join('\n')).toContain(finding),
  );

  it('is not right without what it starts with, nor without its DuckDB', () => {
    expect(findUnfit([], lockfile, linux)).toEqual([
      'the DuckDB of no machine is inside, not that of linux-x64',
      'out/main/desktop.js is missing',
      'out/main/headless.js is missing',
      'out/main/demo-thread.js is missing',
      'out/window/index.html is missing',
      'package.json is missing',
    ]);
  });
});
