// The demo: an invented evening on a simulated server, to look around in before there is a server to watch.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';

const demoSchema = z.object({
  /** Everything that is shown is invented. */
  on: z.boolean(),
});
export type DemoState = z.infer<typeof demoSchema>;

const { DEMO_UNAVAILABLE } = problems;

/** For the window: the answer says what is about to be. Then the line breaks, and leads to the demo, or back. */
export const demoContract = {
  get: oc.output(demoSchema),
  start: oc.errors({ DEMO_UNAVAILABLE }).output(demoSchema),
  end: oc.output(demoSchema),
};
