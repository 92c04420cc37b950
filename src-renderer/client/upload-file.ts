// Brings a file from this browser to Marquee, part by part, so that it is seen how far it is and none is too slow.
import { z } from 'zod';

const begunSchema = z.object({ uploadId: z.string(), path: z.string(), partBytes: z.number() });
const problemSchema = z.object({ detail: z.string() });

/** Its message is for a person. */
export class UploadError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UploadError';
  }
}

async function send(method: string, path: string, body: Blob | null): Promise<unknown> {
  // Relative to the page, so that it works behind a proxy, too.
  const answer = await fetch(`api/v1/imports/uploads${path}`, {
    method,
    ...(body === null ? {} : { body, headers: { 'content-type': 'application/octet-stream' } }),
  }).catch((error: unknown) => {
    throw new UploadError('The connection to Marquee broke. Choose the file again.', { cause: error });
  });
  const said: unknown = await answer.json().catch(() => null);
  if (answer.ok) return said;
  const problem = problemSchema.safeParse(said);
  throw new UploadError(problem.success ? problem.data.detail : 'Marquee did not take the file. Its log says more.');
}

/** Resolves with the path at which Marquee has it. */
export async function uploadFile(file: File, onProgress: (share: number) => void): Promise<string> {
  onProgress(0);
  const { uploadId, path, partBytes } = begunSchema.parse(await send('POST', '', null));
  for (let at = 0; at < file.size; at += partBytes) {
    await send('PUT', `/${uploadId}/${at}`, file.slice(at, at + partBytes));
    onProgress(Math.min(1, (at + partBytes) / file.size));
  }
  return path;
}
