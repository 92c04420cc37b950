// What the demo hands on to its Marquee: every variable and every flag, but for those that say which server to watch.
import type { Flags } from '../src-main/settings/parse-flags.ts';
import { settingRows, type SettingKey } from '../src-main/settings/settings.ts';

type Environment = Record<string, string | undefined>;

/** The demo watches its own server, whatever was said. */
const demoDecides: readonly SettingKey[] = ['plexUrl', 'plexToken', 'plexSync'];

/** Flags become variables: they count before a variable, and a secret stays out of the list of processes. */
export const toDemoEnvironment = (flags: Flags, environment: Environment): Environment => ({
  ...environment,
  ...Object.fromEntries(
    settingRows.flatMap(({ key, variable }) => {
      const flag = flags.get(key);
      return flag === undefined ? [] : [[variable, flag]];
    }),
  ),
  ...Object.fromEntries(
    settingRows.filter(({ key }) => demoDecides.includes(key)).map(({ variable }) => [variable, undefined]),
  ),
});
