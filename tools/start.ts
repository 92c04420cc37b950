// `npm start`: builds, then starts the desktop app; where there can be none it says so and starts headless.
import { spawn } from 'node:child_process';
import { electronSwitches, findElectron, hasScreen } from './electron-file.ts';
import { endWithNpm } from './end-with-npm.ts';
import { projectDir } from './run-command.ts';
import { runBuild } from './run-build.ts';

const startDesktop = (electron: string): void => {
  const marquee = spawn(electron, [...electronSwitches(), projectDir, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void marquee.kill(signal));
  marquee.on('exit', (code) => (process.exitCode = code ?? 1));
};

const startHeadless = async (why: string): Promise<void> => {
  process.stdout.write(`Marquee starts without a desktop, because ${why}.\n`);
  await import(new URL('../out/main/headless.js', import.meta.url).href);
};

endWithNpm();
runBuild();
const electron = hasScreen() ? findElectron() : { kind: 'missing' as const, why: 'there is no screen here' };
if (electron.kind === 'ready') startDesktop(electron.file);
else await startHeadless(electron.why);
