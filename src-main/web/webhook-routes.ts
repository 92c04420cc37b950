// Where Plex's webhooks come in. Plex can send no key, so the address holds a token; it is answered before it is heeded.
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList } from 'node:net';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ProblemCode } from '../../src-contract/problem.ts';
import { hashOf, isSame } from './secret-hash.ts';
import { toProblem, WebProblem } from './to-problem.ts';
import { multipartOptions, PAYLOAD_BYTES, readWebhookBody } from './webhook-body.ts';

export const WEBHOOK_PATH = '/api/v1/plex/webhook';

export type WebhookDoor = {
  token: string;
  /** With a secret every delivery must be signed, whichever way it came. */
  secret: string | null;
  /** Takes what was sent, to be heeded after the answer; false when it is no webhook of Plex. */
  hear: (payload: unknown) => boolean;
  /** One was turned away. */
  refused: (code: string) => void;
};

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** A program on this machine; what a proxy on it passes on comes from elsewhere. */
const isNeighbour = ({ socket, headers }: FastifyRequest): boolean => {
  const { remoteAddress = '', remoteFamily } = socket;
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers);
  return !isForwarded && loopback.check(remoteAddress, remoteFamily === 'IPv6' ? 'ipv6' : 'ipv4');
};

const toSignature = (headers: IncomingHttpHeaders): string | null => {
  const sent = z.string().safeParse(headers['x-plex-signature']).data?.trim().toLowerCase();
  return sent && /^[0-9a-f]{64}$/.test(sent) ? sent : null;
};

const paramsSchema = z.object({ token: z.string().optional() });

/** What can be known before the body is read. */
const refuse = (request: FastifyRequest, door: WebhookDoor | null): ProblemCode | null => {
  if (door === null) return 'NOT_FOUND';
  const { token } = paramsSchema.parse(request.params);
  if (token !== undefined && !isSame(token, hashOf(door.token))) return 'NOT_FOUND';
  if (door.secret !== null) return toSignature(request.headers) === null ? 'WEBHOOK_REFUSED' : null;
  return token === undefined && !isNeighbour(request) ? 'WEBHOOK_REFUSED' : null;
};

const receive = async (request: FastifyRequest, door: WebhookDoor): Promise<void> => {
  const { payload, signature } = await readWebhookBody(request, door.secret);
  const isSigned = signature === null || isSame(toSignature(request.headers) ?? '', hashOf(signature));
  if (!isSigned) throw new WebProblem('WEBHOOK_REFUSED');
  if (!door.hear(payload)) throw new WebProblem('MALFORMED_REQUEST');
};

/** `findDoor` gives null while webhooks are off. */
export const addWebhookRoutes = async (app: FastifyInstance, findDoor: () => WebhookDoor | null): Promise<void> => {
  await app.register(async (scope) => {
    await scope.register(multipart, multipartOptions);
    // As bytes, because they are signed.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: PAYLOAD_BYTES }, (_, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (request) => {
      const code = refuse(request, findDoor());
      if (code !== null) throw new WebProblem(code);
    });
    scope.addHook('onError', async (_request, reply, error) => {
      // The rest of the body is not waited for.
      void reply.header('connection', 'close');
      findDoor()?.refused(toProblem(error).code);
    });
    for (const path of [WEBHOOK_PATH, `${WEBHOOK_PATH}/:token`]) {
      scope.post(path, { config: { webhook: true } }, async (request) => {
        const door = findDoor();
        // Switched off since the request began.
        if (door === null) throw new WebProblem('NOT_FOUND');
        await receive(request, door);
        return { heard: true };
      });
    }
  });
};
