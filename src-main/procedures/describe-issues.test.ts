// What a person reads when an input is wrong.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { playQuerySchema } from '../../src-contract/play.ts';
import { describeFields, describeIssues } from './describe-issues.ts';

const fieldsOf = (schema: z.ZodType, input: unknown) => describeIssues(schema.safeParse(input).error?.issues ?? []);

describe('what was expected', () => {
  it.each([
    ['a text', z.object({ a: z.string() }), { a: 1 }, 'a', 'text'],
    ['a field that is missing', z.object({ a: z.string() }), {}, 'a', 'text'],
    ['a whole number', z.object({ a: z.int() }), { a: 1.5 }, 'a', 'a whole number'],
    ['an object', z.object({}), 42, 'input', 'an object with named fields'],
    ['a list inside', z.object({ a: z.object({ b: z.array(z.string()) }) }), { a: { b: 1 } }, 'a.b', 'a list'],
    ['an entry of a list', z.array(z.boolean()), [true, 1], '1', 'true or false'],
    ['a type without a word of ours', z.date(), 1, 'input', 'date'],
    ['a short text', z.object({ a: z.string().max(3) }), { a: 'long' }, 'a', 'at most 3 characters'],
    ['a text at all', z.object({ a: z.string().min(1) }), { a: '' }, 'a', 'at least 1 character'],
    ['a short list', z.array(z.int()).max(1), [1, 2], 'input', 'at most 1 entry'],
    ['a longer list', z.array(z.int()).min(2), [], 'input', 'at least 2 entries'],
    ['a small number', z.number().max(10), 11, 'input', 'at most 10'],
    ['one of a few words', z.enum(['lan', 'wan']), 'x', 'input', 'one of lan, wan'],
    ['one of two kinds', z.string().or(z.number()), true, 'input', 'text, or a number'],
    ['what zod says best itself', z.string().regex(/x/), 'y', 'input', 'Invalid string: must match pattern /x/'],
    ['what no branch of a union explains', z.union([]), 1, 'input', 'Invalid input'],
  ])('%s', (_story, schema, input, field, expected) => {
    expect(fieldsOf(schema, input)).toEqual([{ field, expected }]);
  });

  it('names keys that come as objects', () => {
    expect(describeIssues([{ message: 'Wrong', path: [{ key: 'a' }, 'b'] }])).toEqual([
      { field: 'a.b', expected: 'Wrong' },
    ]);
  });
});

it('says all that is wrong with a history filter in one line', () => {
  expect(describeFields(fieldsOf(playQuerySchema, { start: -1, length: 5000, includeShort: 'maybe' }))).toBe(
    'includeShort: one of true, 1, yes, on, y, enabled, false, 0, no, off, n, disabled, or true or false. ' +
      'start: at least 0. length: at most 1000.',
  );
});
