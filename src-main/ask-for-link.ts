// `npm run link`: asks the Marquee that is running on this data folder for a new sign-in link.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeCall } from './lib/describe-call.ts';
import { readRunning } from './running-file.ts';

const linkSchema = z.object({ url: z.string(), expiresAtMs: z.number() });
const keySchema = z.object({ accessKey: z.string() });

export type LinkAnswer = { kind: 'link'; url: string } | { kind: 'problem'; text: string };

const patienceMs = 5000;

/** Only read: root may ask here, and what root wrote the service could not read any more. */
const readKeptKey = (dataDir: string): string | null => {
  try {
    return keySchema.parse(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'))).accessKey;
  } catch {
    // None is kept where one is given, and a keychain may hold it.
    return null;
  }
};

/** `accessKey` is the one from flag or variable; without it the one kept in the data folder is used. */
export const askForLink = async (dataDir: string, accessKey: string | null): Promise<LinkAnswer> => {
  const running = readRunning(dataDir);
  const start = describeCall('serve', []);
  const nobody = `No Marquee is running on ${dataDir}. Start it with ${start}, or name its folder with --data-dir.`;
  if (!running) return { kind: 'problem', text: nobody };
  const refused =
    'The access key is missing or not the right one. Give this command the same MARQUEE_ACCESS_KEY that Marquee has.';
  const key = accessKey ?? readKeptKey(dataDir);
  if (key === null) return { kind: 'problem', text: refused };
  try {
    const answer = await fetch(`${running.url}/api/v1/access/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(patienceMs),
    });
    if (answer.status === 401 || answer.status === 403) return { kind: 'problem', text: refused };
    const parsed = linkSchema.safeParse(await answer.json());
    if (parsed.success) return { kind: 'link', url: parsed.data.url };
    return { kind: 'problem', text: `What answers at ${running.url} (status ${answer.status}) is not this Marquee.` };
  } catch {
    // Refused, timed out or no JSON: whatever it is, no Marquee of ours is there.
    return { kind: 'problem', text: `${nobody} (Nothing answers at ${running.url}.)` };
  }
};
