// What is documented is what is published: the documents are as the contract makes them, and their examples are valid.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import manifest from '../../package.json' with { type: 'json' };
import { eventSchema } from '../../src-contract/event.ts';
import { projectDir } from '../run-command.ts';
import { allExamples } from './examples.ts';
import { toAsyncApi } from './to-asyncapi.ts';
import { replaceMiddle } from './to-markdown.ts';

const read = (file: string): string => readFileSync(join(projectDir, file), 'utf8');
const kinds = eventSchema.options.map((option) => option.shape.kind.value);

describe('the documents', () => {
  it('are as `npm run events` makes them', () => {
    const document: unknown = JSON.parse(read('docs/asyncapi.json'));
    expect(document, 'run npm run events').toEqual(toAsyncApi(manifest.version));
    expect(read('docs/events.md'), 'run npm run events').toBe(replaceMiddle(read('docs/events.md')));
  });

  it('have an example of every kind, in the order of the contract, that the contract accepts', () => {
    expect(allExamples.map(({ kind }) => kind)).toEqual(kinds);
    for (const example of allExamples) expect(eventSchema.parse(example)).toEqual(example);
  });

  it('point nowhere that is not there', () => {
    const document: unknown = JSON.parse(read('docs/asyncapi.json'));
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    const follow = (path: string): unknown =>
      path.split('/').reduce<unknown>((place, name) => z.record(z.string(), z.unknown()).parse(place)[name], document);
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((path) => follow(path) === undefined)).toEqual([]);
  });
});

describe('the published schemas', () => {
  const { schemas } = toAsyncApi('1').components;
  // Read back by zod, so that a wrong schema would refuse what the contract accepts.
  const toZod = (name: string) => z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: inDefs(schemas) });
  const inDefs = (all: unknown) =>
    z
      .record(z.string(), z.any())
      .parse(JSON.parse(JSON.stringify(all).replaceAll('#/components/schemas/', '#/$defs/')));

  it.each(allExamples)('describe $kind', (example) => {
    const name = example.kind.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(toZod(name).safeParse(example).success).toBe(true);
    expect(toZod(name).safeParse({ ...example, atMs: 'yesterday' }).success).toBe(false);
  });
});
