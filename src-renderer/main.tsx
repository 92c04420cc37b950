// Starts the window: signs in with the link's code if there is one, follows the live feed, shows the screens.
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createLiveStore } from './client/live-store.ts';
import { createProcedures, MarqueeContext } from './client/marquee.ts';
import { connectByPort, hasBridge } from './client/port.ts';
import { refreshHistory } from './client/refresh-history.ts';
import { exchangeCode, readCode } from './client/sign-in.ts';
import { connect } from './client/socket.ts';
import { applyTheme, readTheme } from './client/theme.ts';
import { createTicker } from './client/ticker.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('marquee');
if (root === null) throw new Error('index.html has no place for the window.');

applyTheme(readTheme());
const baseUri = new URL('.', location.href).href;
const code = readCode(location.hash);
if (code !== null) history.replaceState(null, '', location.pathname + location.search);
const signIn = code === null ? null : await exchangeCode(baseUri, code, fetch);

const connectToCore = hasBridge() ? connectByPort : (signal: AbortSignal) => connect(baseUri, signal);
const store = createLiveStore(async (signal) => {
  const { wire, client, close } = await connectToCore(signal);
  return {
    wire,
    close,
    watch: (asking) => client.live.watch(undefined, { signal: asking }),
    ask: () => client.health.get(),
  };
});
const procedures = createProcedures(store);
const queries = new QueryClient({ defaultOptions: { queries: { retry: 2, refetchOnWindowFocus: false } } });
refreshHistory(store, queries, [
  procedures.history.key(),
  procedures.charts.key(),
  procedures.transcodes.history.key(),
  procedures.users.key(),
  procedures.items.key(),
  procedures.libraries.key(),
  procedures.backfill.key(),
]);
addEventListener('online', store.retry);
document.addEventListener('visibilitychange', () => document.hidden || store.retry());

/** Only a mistake of ours can bring this up; the core is not touched by it. */
function sayBroken(error: unknown) {
  reportError(error);
  const text = 'This page broke. Marquee itself goes on watching.';
  const says = Object.assign(document.createElement('p'), { role: 'alert', textContent: text });
  const again = Object.assign(document.createElement('button'), {
    type: 'button',
    textContent: 'Load it again',
    onclick: () => location.reload(),
  });
  const broken = Object.assign(document.createElement('main'), { className: 'broken' });
  broken.append(says, again);
  root?.replaceChildren(broken);
}

createRoot(root, { onUncaughtError: sayBroken }).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <MarqueeContext value={{ store, procedures, ticker: createTicker(document) }}>
          <App linkUsed={signIn === 'link-used'} />
        </MarqueeContext>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
