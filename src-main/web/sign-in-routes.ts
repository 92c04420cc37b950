// Where the browser comes back to after Plex's sign-in page: a page for people, JSON for programs. Its state is its guard.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignInState } from '../../src-contract/auth.ts';
import { problems } from '../../src-contract/problem.ts';
import { describeSignIn } from '../../src-contract/text/words-sign-in.ts';
import { escapeMarkup } from '../lib/escape-markup.ts';

/** Under the address at which browsers find Marquee. */
export const CALLBACK_PATH = '/api/v1/auth/plex/callback';

/** Null for a state that is unknown, used or old. */
export type SignInDoor = (
  state: string,
  returned: { code: string | null; error: string | null; iss: string | null },
) => Promise<SignInState | null>;

const querySchema = z.object({
  state: z.string().min(1).max(200),
  code: z.string().max(4000).nullable().default(null),
  error: z.string().max(200).nullable().default(null),
  iss: z.string().max(2000).nullable().default(null),
});

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 20vh auto 0; padding: 0 1.5rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.4rem; }
p { margin: 0; }
small { display: block; margin-top: 2rem; opacity: 0.7; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const toPage = ({ title, text }: { title: string; text: string }): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)} · Marquee</title>
<style>${style}</style>
<main>
<h1>${escapeMarkup(title)}</h1>
<p>${escapeMarkup(text)}</p>
<small>Marquee</small>
</main>
</html>
`;

/** Browsers that come back ask for HTML first; whatever does not name it gets JSON. */
const wantsPage = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') === true;

const toWords = (state: SignInState | null, nowMs: number) => {
  if (state === null) return { title: 'This sign-in is not known', text: problems.SIGN_IN_STATE_UNKNOWN.message };
  const words = describeSignIn(state, nowMs);
  // There is nothing to press here: Marquee itself offers it.
  if (words.act === null) return words;
  return { title: words.title, text: `${words.text} Go back to Marquee.` };
};

type Options = {
  door: SignInDoor;
  /** Answers as the contract says. */
  answerJson: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
  nowMs: () => number;
};

/** `api` stands for `/api/v1`. */
export const addSignInRoutes = (api: FastifyInstance, { door, answerJson, nowMs }: Options): void => {
  api.get('/auth/plex/callback', { config: { open: true, anyHost: true } }, async (request, reply) => {
    const query = querySchema.safeParse(request.query);
    if (!wantsPage(request) || !query.success) return answerJson(request, reply);
    const { state, ...returned } = query.data;
    const now = await door(state, returned);
    return reply
      .code(now === null ? problems.SIGN_IN_STATE_UNKNOWN.status : 200)
      .headers({ 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' })
      .send(toPage(toWords(now, nowMs())));
  });
};
