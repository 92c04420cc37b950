// Publishing to NATS: where, whether it gets through, another broker, and a try.
import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import { problems } from '../../src-contract/problem.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import type { PublishingSwitch } from '../publishing-switch.ts';

export type PublishingRoom = Pick<PublishingSwitch, 'view' | 'update' | 'test'>;

const os = implement(contract.publishing);

const noAddress = () => {
  const fields = [{ field: 'url', expected: 'an address such as nats://192.168.1.5:4222' }];
  return new ORPCError('INVALID_INPUT', { ...problems.INVALID_INPUT, data: { fields } });
};

export const publishingBranch = (publishing: PublishingRoom, log: Log) => ({
  get: os.get.handler(() => publishing.view()),
  update: os.update.handler(async ({ input, errors }) => {
    const done = await publishing.update(input).catch((error: unknown) => {
      log.error('The settings of publishing could not be kept', { reason: toError(error).message });
      throw errors.SETTINGS_NOT_KEPT();
    });
    if (done.kind === 'fixed') throw errors.SETTINGS_FIXED();
    if (done.kind === 'no-address') throw noAddress();
    return done.view;
  }),
  test: os.test.handler(async ({ input }) => {
    const found = await publishing.test(input);
    if (!found) throw noAddress();
    return found;
  }),
});
