// The window itself: its page, scripts and styles, as the build left them.
import { join, sep } from 'node:path';
import { fastifyStatic } from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR_S = 365 * 24 * 60 * 60;

/** Files are open to anybody whom the guard lets in: the page itself says how to sign in. */
export const addWindowFiles = async (app: FastifyInstance, windowDir: string): Promise<void> => {
  // Vite puts what it names by its content into `assets/`; anything else keeps its name when it changes.
  const hashed = join(windowDir, 'assets') + sep;
  await app.register(async (files) => {
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true };
    });
    await files.register(fastifyStatic, {
      root: windowDir,
      cacheControl: false,
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          path.startsWith(hashed) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
        ),
    });
  });
};
