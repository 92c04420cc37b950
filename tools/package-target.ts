// What `npm run package` was asked for: which kinds of machines, installers or only a folder, with a desktop or without.
import { parseArgs } from 'node:util';
import { z } from 'zod';

const platformSchema = z.enum(['linux', 'darwin', 'win32']);
const archSchema = z.enum(['x64', 'arm64']);

export type Target = { platform: z.infer<typeof platformSchema>; arch: z.infer<typeof archSchema> };

export const allTargets: Target[] = platformSchema.options.flatMap((platform) =>
  archSchema.options.map((arch) => ({ platform, arch })),
);

export const nameTarget = ({ platform, arch }: Target): string => `${platform}-${arch}`;

export type PackagePlan =
  | { kind: 'desktop'; form: 'dir' | 'installers'; targets: Target[] }
  | { kind: 'headless'; targets: Target[] };

export const packageUsage = `npm run package                          installers for this system, both kinds of processors
npm run package -- --arch x64            installers for one kind of processor (x64 or arm64)
npm run package -- --dir                 only the packed program, for this machine, in a folder; works offline
npm run package -- --headless            tar.gz with its own Node for Linux, x64 and arm64
npm run package -- --platform linux      another system (linux, darwin or win32)
`;

type PlanOrProblem = PackagePlan | { kind: 'help' } | { kind: 'problem'; text: string };

/** `host` is the machine that packs. */
export const parsePackageArgs = (args: string[], host: { platform: string; arch: string }): PlanOrProblem => {
  const problem = (text: string): PlanOrProblem => ({ kind: 'problem', text });
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        dir: { type: 'boolean' },
        headless: { type: 'boolean' },
        platform: { type: 'string' },
        arch: { type: 'string' },
      },
    }));
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
  if (values.help) return { kind: 'help' };
  if (values.headless && values.dir) return problem('--headless and --dir do not go together');
  const platform = platformSchema.safeParse(
    values.headless ? (values.platform ?? 'linux') : (values.platform ?? host.platform),
  );
  if (!platform.success) return problem('Marquee is packed for linux, darwin and win32');
  if (values.headless && platform.data !== 'linux') return problem('The headless package is made for linux');
  const wanted = values.arch ?? (values.dir ? host.arch : undefined);
  const arch = archSchema.optional().safeParse(wanted);
  if (!arch.success) return problem('Marquee is packed for x64 and arm64');
  const targets = allTargets.filter(
    (target) => target.platform === platform.data && (arch.data === undefined || target.arch === arch.data),
  );
  if (values.headless) return { kind: 'headless', targets };
  return { kind: 'desktop', form: values.dir ? 'dir' : 'installers', targets };
};
