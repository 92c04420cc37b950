// What belongs into a package and what does not: no source map, no test, nothing that only developers need, and the
// DuckDB of that kind of machine alone. Paths are relative to the program's folder, with slashes.
import { z } from 'zod';
import { nameTarget, type Target } from './package-target.ts';

const entrySchema = z.object({
  dev: z.boolean().default(false),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  libc: z.union([z.string().transform((libc) => [libc]), z.array(z.string())]).optional(),
});
const lockfileSchema = z.object({ packages: z.record(z.string(), entrySchema) });
export type Lockfile = z.infer<typeof lockfileSchema>;

export const parseLockfile = (text: string): Lockfile => lockfileSchema.parse(JSON.parse(text));

const allows = (allowed: string[] | undefined, value: string): boolean => allowed?.includes(value) ?? true;

/** The folders (`node_modules/…`) of all packages that a target needs to run. Linux means glibc: Electron has no other. */
export const listProductionPackages = ({ packages }: Lockfile, { platform, arch }: Target): string[] =>
  Object.entries(packages)
    .filter(([folder, { dev }]) => folder !== '' && !dev)
    .filter(([, { os, cpu, libc }]) => allows(os, platform) && allows(cpu, arch) && allows(libc, 'glibc'))
    .map(([folder]) => folder);

/** `node_modules/a/node_modules/@b/c/lib/d.js` → [`node_modules/a/node_modules/@b/c`, `lib/d.js`]; null for our own files. */
const splitAtPackage = (path: string): [folder: string, rest: string] | null => {
  const match = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/@][^/]*)\/(.+)$/.exec(path);
  return match?.[1] !== undefined && match[2] !== undefined ? [match[1], match[2]] : null;
};

const toName = (folder: string): string => folder.replace(/^.*node_modules\//, '');

/** Links to programs, and notes of npm about the install. */
const npmsOwn = /(^|\/)node_modules\/\./;
const maps = /\.map$/;
const tests = /\.(test|spec)\.[cm]?[jt]sx?$/;
const testFolders = /^(__tests__|tests?|\.?fixtures|coverage)\//;
const leftovers = /^(\.github|benchmarks?|bench|docs?|examples?|\.changeset)\//;
const typeSources = /\.([cm]?ts|tsx|tsbuildinfo)$/;
const prose = /\.(md|markdown)$/i;
const legal = /licen[cs]e|notice|copying/i;

const isTestFile = (path: string): boolean => {
  const inPackage = splitAtPackage(path);
  return tests.test(path) || (inPackage !== null && testFolders.test(inPackage[1]));
};

/** Whether a file of the build or of an installed package is shipped. */
export const isShipped = (path: string): boolean => {
  if (maps.test(path) || isTestFile(path) || npmsOwn.test(path)) return false;
  const inPackage = splitAtPackage(path);
  if (inPackage === null) return true;
  const [, rest] = inPackage;
  return !leftovers.test(rest) && !typeSources.test(rest) && (!prose.test(rest) || legal.test(rest));
};

const binding = /(?:^|\/)node_modules\/@duckdb\/node-bindings-([^/]+)\//;

/** The machines whose DuckDB is among these files: `linux-x64`. */
export const listBindings = (files: string[]): string[] =>
  [...new Set(files.map((file) => binding.exec(file)?.[1]).filter((machine) => machine !== undefined))].toSorted();

/** One line for everything in a package that must not be there, or that is missing. */
export const findUnfit = (files: string[], lockfile: Lockfile, target: Target): string[] => {
  // By name: packagers move packages to other folders.
  const needed = new Set(listProductionPackages(lockfile, target).map(toName));
  const folders = new Set(files.map((file) => splitAtPackage(file)?.[0]).filter((folder) => folder !== undefined));
  const bindings = listBindings(files);
  return [
    ...files.filter((file) => maps.test(file)).map((file) => `${file} is a source map`),
    ...files.filter(isTestFile).map((file) => `${file} is a test`),
    ...[...folders].filter((folder) => !needed.has(toName(folder))).map((folder) => `${folder} is not needed to run`),
    ...(bindings.join() === nameTarget(target)
      ? []
      : [`the DuckDB of ${bindings.join(' and ') || 'no machine'} is inside, not that of ${nameTarget(target)}`]),
    ...[
      'out/main/desktop.js',
      'out/main/headless.js',
      'out/main/demo-thread.js',
      'out/window/index.html',
      'package.json',
    ]
      .filter((file) => !files.includes(file))
      .map((file) => `${file} is missing`),
  ];
};
