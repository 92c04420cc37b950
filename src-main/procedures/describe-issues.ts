// Says in words what is wrong with an input: which field, and what was expected there.
import { z } from 'zod';
import type { InvalidField } from '../../src-contract/problem.ts';

type Key = PropertyKey | { readonly key: PropertyKey };
export type Issue = { readonly message: string; readonly path?: readonly Key[] | undefined };

/** The parts of zod's issues that can be put into words; other kinds keep zod's own message. */
const detailSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('invalid_type'), expected: z.string() }),
  z.object({ code: z.literal('too_big'), origin: z.string(), maximum: z.number() }),
  z.object({ code: z.literal('too_small'), origin: z.string(), minimum: z.number() }),
  z.object({ code: z.literal('invalid_value'), values: z.array(z.unknown()) }),
  z.object({ code: z.literal('invalid_union'), errors: z.array(z.array(z.object({ message: z.string() }).loose())) }),
]);

const typeWords = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'an object with named fields'],
  ['array', 'a list'],
]);

const amount = (count: number, origin: string): string => {
  if (origin === 'string') return `${count} ${count === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `${count} ${count === 1 ? 'entry' : 'entries'}`;
  return String(count);
};

const describeExpected = (issue: Issue): string => {
  const detail = detailSchema.safeParse(issue).data;
  switch (detail?.code) {
    case undefined:
      return issue.message;
    case 'invalid_type':
      return typeWords.get(detail.expected) ?? detail.expected;
    case 'too_big':
      return `at most ${amount(detail.maximum, detail.origin)}`;
    case 'too_small':
      return `at least ${amount(detail.minimum, detail.origin)}`;
    case 'invalid_value':
      return `one of ${detail.values.map(String).join(', ')}`;
    case 'invalid_union':
      return [...new Set(detail.errors.flat().map(describeExpected))].join(', or ') || issue.message;
  }
};

const describeField = (path: Issue['path']): string =>
  (path ?? []).map((key) => String(typeof key === 'object' ? key.key : key)).join('.') || 'input';

export const describeIssues = (issues: readonly Issue[]): InvalidField[] =>
  issues.map((issue) => ({ field: describeField(issue.path), expected: describeExpected(issue) }));

/** One sentence for a person: `length: at most 1000. start: a whole number.` */
export const describeFields = (fields: readonly InvalidField[]): string =>
  fields.map(({ field, expected }) => `${field}: ${expected}.`).join(' ');
