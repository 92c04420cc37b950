// People: who watches, how much, on what and from where; and what the owner calls them.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { playTotalsSchema } from './library.ts';
import { pointFilterSchema } from './play-filter.ts';
import { problems } from './problem.ts';
import { atMsSchema, idSchema, userSchema } from './words.ts';

const count = z.number().int();

export const personSchema = z.object({
  /** By the name that the owner gave, where he gave one. */
  user: userSchema,
  friendlyName: z.string().nullable(),
  /** What Plex calls him. */
  plexName: z.string(),
  plays: count,
  watchedMs: z.number(),
  firstAtMs: atMsSchema.nullable(),
  lastAtMs: atMsSchema.nullable(),
  /** What he watched last. */
  last: z
    .object({ playId: idSchema, title: z.string(), playerTitle: z.string(), address: z.string().nullable() })
    .nullable(),
  filter: pointFilterSchema,
});
export type Person = z.infer<typeof personSchema>;

const personSortSchema = z.enum(['name', 'plays', 'watchedMs', 'first', 'last']);
const peopleQuerySchema = z.strictObject({
  /** Every word has to be somewhere in a name. */
  text: z.string().trim().max(200).optional(),
  server: idSchema.optional(),
  sort: personSortSchema.default('last'),
  order: z.enum(['asc', 'desc']).default('desc'),
  start: z.coerce.number().int().min(0).max(1_000_000).default(0),
  length: z.coerce.number().int().min(1).max(1000).default(50),
});
export type PeopleQuery = z.infer<typeof peopleQuerySchema>;
export const peoplePageSchema = z.object({
  items: z.array(personSchema),
  total: count,
  next: count.nullable(),
});
export type PeoplePage = z.infer<typeof peoplePageSchema>;

export const personDetailSchema = personSchema.extend({
  totals: playTotalsSchema,
  /** The latest first, at most a hundred. */
  players: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      platform: z.string().nullable(),
      product: z.string().nullable(),
      plays: count,
      watchedMs: z.number(),
      lastAtMs: atMsSchema,
      filter: pointFilterSchema,
    }),
  ),
  /** From where he watched, the latest first, at most a hundred. They stay here: nobody is asked what they mean. */
  addresses: z.array(
    z.object({
      address: z.string(),
      location: z.enum(['lan', 'wan', 'relay']).nullable(),
      plays: count,
      firstAtMs: atMsSchema,
      lastAtMs: atMsSchema,
      players: z.array(z.string()),
    }),
  ),
});
export type PersonDetail = z.infer<typeof personDetailSchema>;

const { HISTORY_UNAVAILABLE, INVALID_INPUT, UNKNOWN_USER } = problems;

export const usersContract = {
  list: oc
    .route({ method: 'GET', path: '/users', summary: 'Everybody who has watched something' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(peopleQuerySchema)
    .output(peoplePageSchema),
  get: oc
    .route({ method: 'GET', path: '/users/{userId}', summary: 'One person: totals, players, addresses' })
    .errors({ UNKNOWN_USER, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(z.strictObject({ userId: idSchema }))
    .output(personDetailSchema),
  rename: oc
    .route({ method: 'PATCH', path: '/users/{userId}', summary: 'Call a person something else; null: as Plex does' })
    .errors({ UNKNOWN_USER, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(z.strictObject({ userId: idSchema, friendlyName: z.string().trim().min(1).max(100).nullable() }))
    .output(personSchema),
};
