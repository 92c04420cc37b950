import { expect, test } from 'vitest';
import { toLicencesText, toPackageFolder } from './licences.ts';

test.each([
  ['/p/node_modules/react/index.js', '/p/node_modules/react'],
  ['/p/node_modules/a/node_modules/@b/c/lib/d.js', '/p/node_modules/a/node_modules/@b/c'],
  ['C:\\p\\node_modules\\@b\\c\\d.js', 'C:/p/node_modules/@b/c'],
  ['/p/src-renderer/main.tsx', null],
  ['\0/p/node_modules/react/index.js', null],
])('the module %s is from %s', (moduleId, folder) => {
  expect(toPackageFolder(moduleId)).toBe(folder);
});

test('every library has its name, its licence and all that it says of it', () => {
  const text = toLicencesText('The window', [
    { name: 'zrender', version: '6.0.0', licence: 'BSD-3-Clause', texts: [] },
    { name: '@b/c', version: '1.2.3', licence: 'Apache-2.0', texts: ['The terms', 'The notice'] },
  ]);
  expect(text.indexOf('@b/c 1.2.3 (Apache-2.0)\n\nThe terms\n\nThe notice')).toBeGreaterThan(0);
  expect(text.indexOf('zrender 6.0.0 (BSD-3-Clause)')).toBeGreaterThan(text.indexOf('@b/c'));
});
