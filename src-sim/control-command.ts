// A command of a control interface: what it takes over HTTP, and what it does with it.
import { fieldsOf, type Fields } from './control-input.ts';

export type Command<C> = { looks: boolean; run: (control: C, body: unknown) => unknown };

/** Everything is read and checked before anything is done. */
export const does = <C>(run: (control: C, fields: Fields) => () => unknown): Command<C> => ({
  looks: false,
  run: (control, body) => {
    const fields = fieldsOf(body);
    const act = run(control, fields);
    fields.done();
    return act();
  },
});

/** Changes nothing, so a GET may ask it. */
export const looks = <C>(run: (control: C) => unknown): Command<C> => ({ looks: true, run: (control) => run(control) });

/** `null` has a meaning of its own here; left out, there is none. */
export const orNull = <T>(fields: Fields, name: string, read: (name: string) => T): T | null =>
  fields.raw(name) === null ? null : read(name);
