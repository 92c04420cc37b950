// The console's own process: answers one question and ends. It can be ended at any moment, and nobody else suffers.
import { readFileSync, writeFileSync } from 'node:fs';
import { toError } from '../lib/to-error.ts';
import { answer } from './answer.ts';
import { jobSchema, type Outcome } from './job.ts';

/** Beyond what the database may have: this program itself, and what the database does not count. */
const OWN_MB = 450;
const LOOK_MS = 20;

const job = jobSchema.parse(JSON.parse(readFileSync(process.argv.at(-1) ?? '', 'utf8')));

const say = (outcome: Outcome): never => {
  writeFileSync(job.answerTo, JSON.stringify(outcome), { mode: 0o600 });
  process.exit(0);
};

// Who started us ends us in time; this is for when it is gone itself.
setTimeout(() => process.exit(1), (job.seconds + 2) * 1000);
setInterval(() => {
  if (process.memoryUsage.rss() > (job.memoryMb + OWN_MB) * 1024 * 1024) {
    say({ kind: 'failed', why: 'memory', says: 'This needs more memory than a question may have.' });
  }
}, LOOK_MS);

try {
  say(await answer(job));
} catch (error) {
  say({ kind: 'failed', why: 'sql', says: toError(error).message });
}
