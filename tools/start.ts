// `npm start`: the desktop app, where there is one; until then it says so and starts headless.
process.stdout.write('The desktop app comes in a later version: starting Marquee without a desktop.\n');
await import('./serve.ts');
