// `npm run serve`: builds, then is headless Marquee itself, so that a signal sent to npm reaches it.
import { runBuild } from './run-build.ts';

runBuild();
await import(new URL('../out/main/headless.js', import.meta.url).href);
