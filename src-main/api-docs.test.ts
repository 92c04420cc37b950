// docs/api.md is true: every example in it is asked of a Marquee that watches two simulated servers, and compared.
// After a change on purpose: MARQUEE_WRITE_DOCS=1 npx vitest run --project unit src-main/api-docs.test.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { traverseContractProcedures } from '@orpc/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { contract } from '../src-contract/contract.ts';
import { startPlexTv } from '../src-sim/plextv/start-plex-tv.ts';
import { startTwins, type Twins } from './test-twins.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

const path = join(import.meta.dirname, '..', 'docs', 'api.md');
const EXAMPLE =
  /```http\n(?<method>[A-Z]+) \/api\/v1(?<route>\S+)\n(?:\n(?<body>[^`]+)\n)?```\n\n```(?<kind>json|text)\n(?<answer>[^`]*)```/g;
const exampleSchema = z.object({
  method: z.string(),
  route: z.string(),
  body: z.string().optional(),
  kind: z.enum(['json', 'text']),
  answer: z.string(),
});
type Example = z.infer<typeof exampleSchema> & { name: string };
const readExamples = (text: string): Example[] =>
  [...text.matchAll(EXAMPLE)].map(({ groups }) => {
    const example = exampleSchema.parse({ ...groups });
    return { ...example, name: `${example.method} ${example.route}` };
  });
const examples = readExamples(readFileSync(path, 'utf8'));

/** What is another one each time: our own ids, our own clock, the key that was made. */
const settle = (text: string): string =>
  text
    .replaceAll(
      /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g,
      '019f33c1-6c00-7000-8000-000000000001',
    )
    .replaceAll(
      /("(?:atMs|startedAtMs|placeAtMs|positionAtMs|pausedSinceMs|createdAtMs|signedInAtMs|expiresAtMs)": ?)1\d{12}/g,
      '$11790000000000',
    )
    .replaceAll(/("authorization_url": ?")[^"]+"/g, '$1https://app.plex.tv/auth#?clientID=…&code=…&forwardUrl=…"')
    .replaceAll(/("state": ?")[\w-]{43}"/g, '$1Ym9uIGFwcMOpdGl0IG1hcnF1ZWUgZGFzaGJvYXJkIQ"')
    .replaceAll(/("expires_at": ?")[^"]+"/g, '$12026-09-21T14:23:20.000Z"')
    .replaceAll(/("afterMs": ?)\d+/g, '$1400')
    .replaceAll(/("key": ?")[\w-]{43}"/g, '$1Qm9uIGFwcMOpdGl0IG1hcnF1ZWUgZGFzaGJvYXJk"');

let twins: Twins;
let plexTv: Awaited<ReturnType<typeof startPlexTv>>;
beforeAll(async () => {
  plexTv = await startPlexTv();
  twins = await startTwins({ startAtMs: 1_790_000_000_000 }, { MARQUEE_PLEX_TV_URL: plexTv.uri });
  for (const sim of twins.sims) {
    sim.control.advance(1000);
    sim.control.refreshSection(1);
  }
  await twins.untilLive(4);
  // How a stream is delivered is certain after two looks, and why when its file has been read.
  await vi.waitFor(() => {
    const { sessions } = twins.marquee.app.snapshot();
    const isCertain = sessions.every(({ stream }) => stream.confirmed && stream.video?.source);
    if (!isCertain) throw new Error('It is not certain yet how all are delivered');
  }, patience);
}, 120_000);
afterAll(async () => {
  await twins.close();
  await plexTv.close();
});

/** Somebody pauses while it is read. */
const pausedFrame = async (response: Response): Promise<string> => {
  let text = '';
  for await (const chunk of z.instanceof(ReadableStream).parse(response.body)) {
    if (text === '') {
      const [session] = twins.attic.control.sessions();
      twins.attic.control.pause(session?.sessionKey ?? '');
    }
    text += Buffer.from(z.instanceof(Uint8Array).parse(chunk)).toString('utf8');
    const frame = text.split('\n\n').find((one) => one.includes('session-paused'));
    if (frame !== undefined && text.includes(`${frame}\n\n`)) return `${frame}\n`;
  }
  return text;
};

/** One element shows what all are like: the one that says most. */
const pickTelling = (list: unknown[]): unknown[] =>
  list.toSorted((one, other) => JSON.stringify(other).length - JSON.stringify(one).length).slice(0, 1);

type Made = { keyId: string; state: string };

const ask = async ({ method, route, body, kind }: Example, { keyId, state }: Made): Promise<string> => {
  const { twin } = twins;
  const { sessionKey = '' } = twin.control.sessions().find(({ transcodeKey }) => transcodeKey !== null) ?? {};
  const address = route
    .replace('{server}', twin.machineIdentifier)
    .replace('{sessionKey}', sessionKey)
    .replace('{keyId}', keyId)
    .replace('{state}', state);
  // Somebody has said yes before the browser comes back.
  if (route.includes('callback')) plexTv.control.approve();
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const asking = twins.call(address, { method, headers, ...(body === undefined ? {} : { body }) });
  if (method === 'DELETE' && route.includes('transcode')) {
    const cancelled = () => twin.control.requests().some((request) => request.method === 'DELETE');
    await vi.waitFor(() => expect(cancelled()).toBe(true), patience);
    twin.control.advance(2000);
  }
  const response = await asking;
  if (kind === 'text') return pausedFrame(response);
  const answer: unknown = await response.json();
  return `${JSON.stringify(Array.isArray(answer) ? pickTelling(answer) : answer, null, 2)}\n`;
};

/** What would show nothing new. */
const untold = new Set(['GET /access', 'POST /access/links', 'GET /auth/plex/start']);

test('every route about Plex, signing in, events and access keys has an example', () => {
  const routes: string[] = [];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path: [branch = ''] }) => {
    const { route } = procedure['~orpc'];
    if (
      ['plex', 'events', 'access', 'signIn'].includes(branch) &&
      route.path !== undefined &&
      !untold.has(`${route.method} ${route.path}`)
    ) {
      routes.push(`${route.method} ${route.path}`);
    }
  });
  const shown = examples.map(({ name }) => name.split('?')[0]?.replace('metadata/1003', 'metadata/{ratingKey}'));
  expect(new Set(shown)).toEqual(new Set(routes));
});

test('every example is what is answered', async () => {
  const made = { keyId: '', state: '' };
  let text = readFileSync(path, 'utf8');
  const differing: { name: string; expected: string; got: string }[] = [];
  for (const example of examples) {
    const raw = await ask(example, made);
    if (example.name === 'POST /access/keys') made.keyId = z.object({ id: z.string() }).parse(JSON.parse(raw)).id;
    if (example.name === 'POST /auth/plex/start') {
      made.state = z.object({ state: z.string() }).parse(JSON.parse(raw)).state;
    }
    const got = settle(raw);
    if (got !== example.answer) differing.push({ name: example.name, expected: example.answer, got });
    text = text.replace(EXAMPLE, (block) =>
      readExamples(block)[0]?.name === example.name
        ? block.replace(/```(json|text)\n[^`]*```$/, (_, kind: string) => `\`\`\`${kind}\n${got}\`\`\``)
        : block,
    );
  }
  if (process.env['MARQUEE_WRITE_DOCS'] === '1') return writeFileSync(path, text);
  return expect(differing).toEqual([]);
});
