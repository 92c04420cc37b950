// Under which address and port this Marquee is reached, and which of that the owner has decided outside the window.
import type { Reach } from '../src-contract/access.ts';
import { isLoopbackHost } from './lib/is-loopback.ts';
import type { Origins } from './settings/read-settings.ts';
import type { Settings } from './settings/settings.ts';

type Options = {
  settings: Pick<Settings, 'host' | 'publicUrl'>;
  origins: Origins;
  /** What browsers use. */
  url: string;
  /** Where it listens: not at the wanted port where that was taken. */
  ownUrl: string;
};

export const describeReach = ({ settings: { host, publicUrl }, origins, url, ownUrl }: Options): Reach => ({
  url,
  host,
  hostFrom: origins.get('host') ?? null,
  port: Number(new URL(ownUrl).port),
  portFrom: origins.get('port') ?? null,
  publicUrl,
  publicUrlFrom: origins.get('publicUrl') ?? null,
  open: !isLoopbackHost(host),
});
