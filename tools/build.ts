// `npm run build`: our code into out/, ready for the machine's own Node and for a browser. Says only what went wrong.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../', import.meta.url));
process.chdir(root);

const configs = ['vite.main.config.ts', 'vite.preload.config.ts', 'vite.window.config.ts'];
for (const configFile of configs) await build({ configFile, logLevel: 'warn' });
