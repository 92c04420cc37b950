// One word about several things that speak with the broker: good when all are, and what each has to say.
import type { MouthHealth } from '../../src-contract/live.ts';

/** Each part says how it is; together they are the health that is told. */
export const joinHealth = (onHealth: (health: MouthHealth) => void) => {
  const parts: (MouthHealth | null)[] = [];
  const tell = (): void => {
    const said = parts.filter((part) => part !== null);
    const texts = [...new Set(said.flatMap(({ text }) => text ?? []))];
    const since = said.flatMap(({ sinceMs }) => sinceMs ?? []);
    onHealth({
      name: 'publish',
      ok: said.every(({ ok }) => ok),
      text: texts.length === 0 ? null : texts.join(' '),
      sinceMs: since.length === 0 ? null : Math.min(...since),
    });
  };
  return {
    part: (): ((health: MouthHealth) => void) => {
      const index = parts.push(null) - 1;
      return (health) => {
        parts[index] = health;
        tell();
      };
    },
  };
};
