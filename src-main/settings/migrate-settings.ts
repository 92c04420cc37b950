// Settings files of older versions, brought to the form of today. Files from before there was a number are version 1.
import { z } from 'zod';

type Values = Record<string, unknown>;

/** Each leads from its version (the first from 1) to the next. One that has shipped is never edited. */
const steps: readonly ((values: Values) => Values)[] = [
  // Whether webhooks are taken became a choice in the window, on a page of its own.
  ({ webhooks, ...rest }) => {
    const on = z.stringbool().or(z.boolean()).safeParse(webhooks);
    return on.success ? { ...rest, webhooks: { on: on.data } } : rest;
  },
];

const newest = steps.length + 1;
const versionSchema = z.number().int().min(1).catch(1);

/** What a newer Marquee wrote is left as it is, with its number: what of it makes sense here is read. */
export const migrateSettings = (values: Values): Values & { version: number } => {
  const version = versionSchema.parse(values['version']);
  if (version >= newest) return { ...values, version };
  const migrated = steps.slice(version - 1).reduce((now, step) => step(now), values);
  return { ...migrated, version: newest };
};
