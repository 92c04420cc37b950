// `npm run serve`: builds, then is headless Marquee itself; it ends with npm.
import { endWithNpm } from './end-with-npm.ts';
import { runBuild } from './run-build.ts';

endWithNpm();
runBuild();
await import(new URL('../out/main/headless.js', import.meta.url).href);
