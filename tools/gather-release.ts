// Puts what each machine packed into one folder: `node tools/gather-release.ts packed release`. The lists in which an
// installed Marquee looks for updates come once for each kind of processor and are made one.
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mergeUpdateLists } from './merge-update-lists.ts';

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error('Usage: node tools/gather-release.ts FROM TO');

await mkdir(to, { recursive: true });
const files = (await readdir(from, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted();

const lists = files.filter((file) => file.endsWith('.yml'));
for (const name of new Set(lists.map((file) => basename(file)))) {
  const parts = lists.filter((file) => basename(file) === name);
  const texts = await Promise.all(parts.map((file) => readFile(file, 'utf8')));
  await writeFile(join(to, name), mergeUpdateLists(texts));
}
for (const file of files.filter((one) => !one.endsWith('.yml'))) await copyFile(file, join(to, basename(file)));
