/**
 * Runs the tasks of a partition one at a time, first come, first served. Batches of several topics and ticks move the
 * same states, and a checkpoint in the middle of a batch would record effects that have not happened.
 */
export class PartitionMutex {
  readonly #last = new Map<number, Promise<unknown>>();

  /** Settles as the task does. */
  runExclusive<Result>(partition: number, task: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(partition) ?? Promise.resolve();
    const run = before.then(task, task);
    this.#last.set(partition, run);
    return run;
  }
}
