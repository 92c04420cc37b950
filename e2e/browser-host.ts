// A headless Marquee and a signed-in page in a real browser.
import { openBrowser } from './chromium.ts';
import { actLimitMs, type Host } from './host.ts';
import { startMarquee } from './marquee-process.ts';

export const openBrowserHost = async (): Promise<Host> => {
  const browser = await openBrowser();
  return {
    open: async (settings, { width, theme, signedIn }, onPage) => {
      let marquee = await startMarquee({ ...settings, MARQUEE_PORT: '0' });
      const { link } = marquee;
      let outputBefore = '';
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(actLimitMs);
      const page = await context.newPage();
      onPage(page);
      await page.goto(signedIn ? link : marquee.url);
      return {
        page,
        context,
        marquee: () => marquee,
        restartMarquee: async () => {
          outputBefore += marquee.output();
          marquee = await startMarquee({ ...settings, MARQUEE_PORT: new URL(link).port });
        },
        close: async () => {
          await context.close();
          await marquee.end('SIGTERM');
          return outputBefore + marquee.output();
        },
      };
    },
    close: () => browser.close(),
  };
};
