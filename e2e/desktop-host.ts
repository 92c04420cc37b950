// The desktop app with its window open, on a desktop of its own.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDesktop } from './desktop-process.ts';
import { startDesktopSession } from './desktop-session.ts';
import type { Host } from './host.ts';

export const openDesktopHost = async (): Promise<Host> => {
  const session = await startDesktopSession();
  return {
    open: async (settings, { width, theme }, onPage) => {
      // As if the window had been left with this size.
      const left = { x: 0, y: 0, width, height: 900, maximized: false };
      await writeFile(join(settings['MARQUEE_DATA_DIR'] ?? '', 'window.json'), JSON.stringify(left));
      const desktop = await startDesktop(session, settings);
      const page = await desktop.page();
      onPage(page);
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
      return {
        page,
        context: desktop.context,
        marquee: () => ({
          link: page.url(),
          url: page.url(),
          output: desktop.output,
          end: async (signal) => void (await desktop.end(signal)),
        }),
        restartMarquee: async () => {
          throw new Error('The window of the desktop ends with its Marquee: this story is for the browser');
        },
        close: async () => {
          await desktop.end('quit');
          return desktop.output();
        },
      };
    },
    close: session.close,
  };
};
