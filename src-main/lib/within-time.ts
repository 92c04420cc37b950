// An answer that is waited for, but not for ever.
import { type Clock } from './clock.ts';

/** Rejects when the answer has not come within `limitMs`; what is asked goes on unheard. */
export const withinTime = <Answer>(asked: Promise<Answer>, limitMs: number, clock: Clock): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const disarm = clock.after(limitMs, () => reject(new Error(`No answer within ${limitMs} ms`)));
    void asked.then(resolve, reject).finally(disarm);
  });
