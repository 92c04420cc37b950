// `npm run link`: asks the Marquee that is running on this data folder for a new sign-in link.
import { join } from 'node:path';
import { z } from 'zod';
import { readRunning } from './running-file.ts';
import { openSecretStore } from './settings/secret-store.ts';

const linkSchema = z.object({ url: z.string(), expiresAtMs: z.number() });

export type LinkAnswer = { kind: 'link'; url: string } | { kind: 'problem'; text: string };

const patienceMs = 5000;

/** `accessKey` is the one from flag or variable; without it the one kept in the data folder is used. */
export const askForLink = async (dataDir: string, accessKey: string | null): Promise<LinkAnswer> => {
  const running = readRunning(dataDir);
  const nobody = `No Marquee is running on ${dataDir}. Start it with npm run serve, or name its folder with --data-dir.`;
  if (!running) return { kind: 'problem', text: nobody };
  const path = join(dataDir, 'secrets.json');
  const key = accessKey ?? openSecretStore({ path, nowMs: Date.now(), onWarning: () => {} }).accessKey();
  try {
    const answer = await fetch(`${running.url}/api/v1/access/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(patienceMs),
    });
    if (answer.status === 401 || answer.status === 403) {
      const text = 'Marquee refused the access key. Give this command the same MARQUEE_ACCESS_KEY that Marquee has.';
      return { kind: 'problem', text };
    }
    const parsed = linkSchema.safeParse(await answer.json());
    if (parsed.success) return { kind: 'link', url: parsed.data.url };
    return { kind: 'problem', text: `What answers at ${running.url} (status ${answer.status}) is not this Marquee.` };
  } catch {
    // Refused, timed out or no JSON: whatever it is, no Marquee of ours is there.
    return { kind: 'problem', text: `${nobody} (Nothing answers at ${running.url}.)` };
  }
};
