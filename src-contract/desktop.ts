// What Marquee is on this computer's desktop: whether it starts with the login, and where its secrets are kept.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';

export const desktopSchema = z.object({
  startsAtLogin: z.boolean(),
  /** `why` says for a person what keeps the secrets out of a keyring; null when they are in one. */
  keyring: z.object({ ok: z.boolean(), why: z.string().nullable() }),
});
export type Desktop = z.infer<typeof desktopSchema>;

const { INVALID_INPUT, NO_DESKTOP, SETTINGS_NOT_KEPT } = problems;

export const desktopContract = {
  get: oc
    .route({ method: 'GET', path: '/desktop', summary: 'This computer’s desktop; null where Marquee runs without one' })
    .output(desktopSchema.nullable()),
  startAtLogin: oc
    .route({ method: 'POST', path: '/desktop/start-at-login', summary: 'Start Marquee with the login, hidden, or not' })
    .errors({ NO_DESKTOP, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(z.object({ on: z.boolean() }))
    .output(desktopSchema),
};
