// The page in the browser where a person lets a device in: as at app.plex.tv, everything it needs stands behind the `#`.
import { nothing, type Answer } from './answer.ts';
import { claim } from './pin-routes.ts';
import { route, type Route } from './route.ts';
import type { State } from './state.ts';

export function authPageRoutes(state: State): Route[] {
  const html = (body: string): Answer => ({
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
      'Referrer-Policy': 'no-referrer',
    },
    body,
  });
  const json = (value: unknown): Answer => ({
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(value),
  });
  return [
    route('GET /auth', () => html(page)),
    route('GET /link', () => html(page)),
    // What follows is between the page and this server; the real one does it otherwise.
    route('GET /page/accounts', () => json(state.accounts.map(({ username, email }) => ({ username, email })))),
    route('GET /page/pin/{}', (_, [code = '']) => {
      const pin = state.findPin(code);
      return json(pin === null ? null : { product: pin.product, clientIdentifier: pin.clientIdentifier });
    }),
    route('POST /page/pin/{}', (ask, [code = '']) => {
      const pin = state.findPin(code);
      if (pin === null) return nothing(404);
      const username = ask.json?.['username'];
      if (typeof username === 'string') claim(pin, state.accountOf(username));
      else pin.state = 'denied';
      return nothing();
    }),
  ];
}

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in (simulated Plex)</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { max-width: 26rem; margin: 4rem auto; padding: 0 1rem; }
  fieldset { margin: 1rem 0; padding: .5rem 1rem; border: 1px solid GrayText; border-radius: .5rem; }
  label { display: block; padding: .35rem 0; }
  button { font: inherit; padding: .4rem 1.2rem; margin-right: .5rem; }
  small { color: GrayText; }
</style>
<main>
  <h1 id="title">Sign in</h1>
  <p id="what" role="status"></p>
  <form id="codeForm" hidden>
    <label>Code <input id="code" name="code" autocomplete="off" size="6"></label>
    <button>Continue</button>
  </form>
  <form id="form" hidden>
    <fieldset id="accounts"><legend>Account</legend></fieldset>
    <button type="submit">Approve</button>
    <button type="button" id="deny">Deny</button>
  </form>
  <p><small>A simulated plex.tv. No account exists, no password is asked for.</small></p>
</main>
<script>
const say = (title, what) => {
  document.getElementById('title').textContent = title;
  document.getElementById('what').textContent = what;
};
const form = document.getElementById('form');
const codeForm = document.getElementById('codeForm');
const asked = new URLSearchParams(location.hash.replace(/^#!?\\??/, ''));
const forwardUrl = asked.get('forwardUrl');
const leave = () => {
  form.hidden = true;
  if (forwardUrl !== null && /^https?:/.test(forwardUrl)) location.assign(forwardUrl);
};
const decide = (code, decision) =>
  fetch('/page/pin/' + encodeURIComponent(code), {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(decision),
  });
const expired = () => { form.hidden = true; say('This code is no longer valid', 'Go back to the app and sign in again.'); };
const show = async (code) => {
  const pin = await (await fetch('/page/pin/' + encodeURIComponent(code))).json();
  if (pin === null || (asked.get('clientID') !== null && asked.get('clientID') !== pin.clientIdentifier)) return expired();
  const product = asked.get('context[device][product]') || pin.product || 'An app';
  const device = asked.get('context[device][deviceName]');
  say('Sign in to ' + product, product + (device ? ' on ' + device : '') + ' wants to use your Plex account.');
  const accounts = await (await fetch('/page/accounts')).json();
  const list = document.getElementById('accounts');
  accounts.forEach(({ username, email }, n) => {
    const label = document.createElement('label');
    const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'account', value: username, checked: n === 0 });
    label.append(radio, ' ' + username + ' ', Object.assign(document.createElement('small'), { textContent: email }));
    list.append(label);
  });
  form.hidden = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const done = await decide(code, { username: new FormData(form).get('account') });
    if (!done.ok) return expired();
    say('You are signed in', product + ' may use your Plex account. You can close this page.');
    leave();
  };
  document.getElementById('deny').onclick = async () => {
    await decide(code, {});
    form.hidden = true;
    say('Denied', product + ' may not use your Plex account. You can close this page.');
  };
};
const code = asked.get('code') ?? new URLSearchParams(location.search).get('pin');
if (location.pathname.startsWith('/link') && code === null) {
  say('Link a device', 'Enter the code that the device shows.');
  codeForm.hidden = false;
  codeForm.onsubmit = (event) => {
    event.preventDefault();
    codeForm.hidden = true;
    show(document.getElementById('code').value.trim());
  };
} else if (code === null) say('Something is missing', 'This address carries no code.');
else show(code);
</script>
</html>
`;
