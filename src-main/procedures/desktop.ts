// Marquee on this computer's desktop, where there is one: its start with the login, its keyring, and the Marquees
// elsewhere that it shows.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { Attached, Desktop, Marquees } from '../../src-contract/desktop.ts';
import { AttachError } from '../attach/attach-error.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

export type MarqueesRoom = {
  list: () => Marquees;
  /** Throws an AttachError that says what to do. */
  attach: (wanted: { link: string; name?: string | undefined }) => Promise<Attached>;
  /** Null when there is no such Marquee. */
  detach: (id: string) => Promise<{ keyRevoked: boolean } | null>;
  /** False when there is no such Marquee. */
  show: (id: string | null) => boolean;
};
export type DesktopRoom = {
  get: () => Desktop;
  startAtLogin: (on: boolean) => void;
  /** Null when nothing was chosen. */
  chooseDatabase: () => Promise<string | null>;
  marquees: MarqueesRoom;
};

const os = implement(contract.desktop);

export const desktopBranch = (desktop: DesktopRoom | null, log: Log) => ({
  get: os.get.handler(() => desktop?.get() ?? null),
  startAtLogin: os.startAtLogin.handler(({ input, errors }) => {
    if (!desktop) throw errors.NO_DESKTOP();
    try {
      desktop.startAtLogin(input.on);
    } catch (error) {
      log.error('The start with the login could not be changed', { reason: toError(error).message });
      throw errors.SETTINGS_NOT_KEPT();
    }
    return desktop.get();
  }),
  chooseDatabase: os.chooseDatabase.handler(async ({ errors }) => {
    if (!desktop) throw errors.NO_DESKTOP();
    return { path: await desktop.chooseDatabase() };
  }),
  marquees: os.marquees.handler(() => desktop?.marquees.list() ?? null),
  attach: os.attach.handler(async ({ input, errors }) => {
    if (!desktop) throw errors.NO_DESKTOP();
    try {
      return await desktop.marquees.attach(input);
    } catch (error) {
      if (error instanceof AttachError && error.why !== 'revoked') {
        throw errors.CANNOT_ATTACH({ message: error.message, data: { why: error.why }, cause: error });
      }
      log.error('What was attached could not be kept', { reason: toError(error).message });
      throw errors.SETTINGS_NOT_KEPT();
    }
  }),
  detach: os.detach.handler(async ({ input, errors }) => {
    if (!desktop) throw errors.NO_DESKTOP();
    const gone = await desktop.marquees.detach(input.marqueeId).catch((error: unknown) => {
      log.error('What was detached could not be written down', { reason: toError(error).message });
      throw errors.SETTINGS_NOT_KEPT();
    });
    if (!gone) throw errors.UNKNOWN_MARQUEE();
    return gone;
  }),
  show: os.show.handler(({ input, errors }) => {
    if (!desktop) throw errors.NO_DESKTOP();
    if (!desktop.marquees.show(input.marqueeId)) throw errors.UNKNOWN_MARQUEE();
    return desktop.marquees.list();
  }),
});
