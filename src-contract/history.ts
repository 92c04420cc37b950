// The routes of the history: pages of plays, the values to filter by, one play with all that is known, delete and restore.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  facetQuerySchema,
  facetValueSchema,
  playDetailSchema,
  playLineSchema,
  playPageSchema,
  playQuerySchema,
  playsChangedSchema,
  playsChangeSchema,
} from './play.ts';
import { problems } from './problem.ts';
import { idSchema } from './words.ts';

const { UNKNOWN_PLAY, HISTORY_UNAVAILABLE, INVALID_INPUT } = problems;

export const historyContract = {
  plays: oc
    .route({ method: 'GET', path: '/history', summary: 'Finished plays, newest first; filtered, sorted, grouped' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(playQuerySchema)
    .output(playPageSchema),
  facets: oc
    .route({
      method: 'GET',
      path: '/history/facets/{of}',
      summary: 'The values that a filter can take, with their plays',
    })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(facetQuerySchema)
    .output(z.array(facetValueSchema)),
  play: oc
    .route({ method: 'GET', path: '/history/{playId}', summary: 'One play' })
    .errors({ UNKNOWN_PLAY, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(z.strictObject({ playId: idSchema }))
    .output(playLineSchema),
  detail: oc
    .route({
      method: 'GET',
      path: '/history/{playId}/detail',
      summary: 'One play with its timeline, its viewing, and who else watched the same',
    })
    .errors({ UNKNOWN_PLAY, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(z.strictObject({ playId: idSchema }))
    .output(playDetailSchema),
  remove: oc
    .route({ method: 'POST', path: '/history/delete', summary: 'Take plays out of the history; they can be restored' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(playsChangeSchema)
    .output(playsChangedSchema),
  restore: oc
    .route({ method: 'POST', path: '/history/restore', summary: 'Bring deleted plays back' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(playsChangeSchema)
    .output(playsChangedSchema),
};
