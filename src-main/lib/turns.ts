// One after the other: each task begins when the one before it has ended, however it ended.

export type Turns = <Answer>(task: () => Promise<Answer>) => Promise<Answer>;

export const createTurns = (): Turns => {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const mine = last.then(task);
    last = mine.catch(() => null);
    return mine;
  };
};
