// The licences of what is built into the program, where no folder of npm lies beside it: a plain text for each part of it,
// made by the build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { z } from 'zod';

type Licensed = { name: string; version: string; licence: string; texts: string[] };

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string().default('see below') });
const legal = /^(licen[cs]e|notice|copying)/i;

/** The folder of the package that a module is from; null for our own. */
export const toPackageFolder = (moduleId: string): string | null =>
  /^[^\0]*\/node_modules\/(?:@[^/]+\/)?[^/@][^/]*(?=\/)/.exec(moduleId.replaceAll('\\', '/'))?.[0] ?? null;

/** A file that speaks of rights, or each file of a folder of such. */
const readLegal = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => legal.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const files = entry.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
      return files.map((file) => readFileSync(file, 'utf8').trim());
    });

const readLicensed = (folder: string): Licensed => {
  const { name, version, license } = packageSchema.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  return { name, version, licence: license, texts: readLegal(folder) };
};

const line = '='.repeat(80);

export const toLicencesText = (made: string, all: readonly Licensed[]): string =>
  [
    `${made} is made of these libraries.`,
    ...all
      .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
      .map(({ name, version, licence, texts }) =>
        [line, `${name} ${version} (${licence})`, ...texts.map((text) => `\n${text}`)].join('\n'),
      ),
  ].join('\n\n') + '\n';

export const licencesPlugin = (fileName: string, made: string): Plugin => ({
  name: 'licences',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
    const folders = new Set(modules.map(toPackageFolder).filter((folder) => folder !== null));
    // Some lie there twice.
    const licensed = new Map([...folders].map(readLicensed).map((one) => [`${one.name} ${one.version}`, one]));
    this.emitFile({ type: 'asset', fileName, source: toLicencesText(made, [...licensed.values()]) });
  },
});
