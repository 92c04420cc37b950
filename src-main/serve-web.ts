// The web server at its port; where nobody has to find this Marquee by it and it is taken, at any free one.
import type { MouthHealth } from '../src-contract/live.ts';
import { ListenError } from './web/listen-error.ts';
import { createWebServer, type WebServerOptions } from './web/web-server.ts';

type Options = WebServerOptions & {
  anyPort: boolean;
  /** Told when it is not the port that was asked for. */
  onHealth: (health: MouthHealth) => void;
};

/** Throws ListenError when the port is taken, unless any port will do. */
export const serveWeb = async ({ anyPort, onHealth, ...options }: Options) =>
  createWebServer(options).catch(async (error: unknown) => {
    if (!anyPort || !(error instanceof ListenError) || error.kind !== 'port-taken') throw error;
    const other = await createWebServer({ ...options, port: 0 });
    const text = `${error.message} Until the next start programs find Marquee at ${other.url}.`;
    onHealth({ name: 'web', ok: false, text, sinceMs: options.clock.nowMs() });
    return other;
  });
