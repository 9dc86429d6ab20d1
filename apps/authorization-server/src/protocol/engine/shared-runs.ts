/**
 * Work that many ask for at once and that needs doing once after the last of them asked: who comes while a run is under way
 * shares the next one with all who come meanwhile.
 * @param work does it for one key; what it throws reaches everybody who shares the run
 */
export function sharedRuns(work: (key: string) => Promise<void>): (key: string) => Promise<void> {
  interface Run {
    readonly current: Promise<void>;
    next?: Promise<void>;
  }
  const runs = new Map<string, Run>();

  function begin(key: string): Promise<void> {
    const run: Run = {
      current: work(key).finally(() => {
        if (runs.get(key) === run) runs.delete(key);
      }),
    };
    runs.set(key, run);
    return run.current;
  }

  return (key) => {
    const run = runs.get(key);
    if (!run) return begin(key);
    run.next ??= run.current.then(
      () => begin(key),
      () => begin(key),
    );
    return run.next;
  };
}
