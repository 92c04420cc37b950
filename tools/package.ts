// `npm run package`: builds, stages a folder for each kind of machine, and makes installers or headless archives of it.
import { rm } from 'node:fs/promises';
import { packDesktop, toPackedDir } from './package-desktop.ts';
import { packHeadless } from './package-headless.ts';
import { stageTarget } from './package-stage.ts';
import { packageUsage, parsePackageArgs } from './package-target.ts';
import { runBuild } from './run-build.ts';

const host = { platform: process.platform, arch: process.arch };
const plan = parsePackageArgs(process.argv.slice(2), host);

if (plan.kind === 'help') {
  console.log(packageUsage);
  process.exit(0);
}
if (plan.kind === 'problem') {
  console.error(`${plan.text}\n\n${packageUsage}`);
  process.exit(2);
}

runBuild();
for (const target of plan.targets) {
  const stageDir = await stageTarget(target, { host });
  if (plan.kind === 'headless') {
    console.log(await packHeadless(stageDir, target));
  } else {
    const isHost = host.platform === target.platform && host.arch === target.arch;
    await packDesktop(stageDir, plan.form, {
      target,
      electronDist: (isHost && process.env['ELECTRON_OVERRIDE_DIST_PATH']) || null,
      repository: process.env['GITHUB_REPOSITORY'] ?? null,
      signed: Boolean(process.env['CSC_LINK'] ?? process.env['CSC_NAME']),
    });
    console.log(toPackedDir(target));
  }
  await rm(stageDir, { recursive: true });
}
