/** Work on one name waits for the work on the same name before it, whether that came to a good end or not; other names go beside it. */
export type Turns = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

export const createTurns = (): Turns => {
  const ends = new Map<string, Promise<void>>();
  return (name, work) => {
    const done = (ends.get(name) ?? Promise.resolve()).then(work);
    const end = done.then(
      () => {},
      () => {},
    );
    ends.set(name, end);
    void end.then(() => {
      if (ends.get(name) === end) ends.delete(name);
    });
    return done;
  };
};
