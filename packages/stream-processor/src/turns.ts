/**
 * Lets one task of a partition run at a time, in order of asking: batches of several topics and ticks move the same
 * states, and a checkpoint in the middle of a batch would say that something took effect which has not yet.
 */
export class Turns {
  readonly #last = new Map<number, Promise<unknown>>();

  /** Resolves or rejects with the task. */
  take<Result>(partition: number, task: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(partition) ?? Promise.resolve();
    const turn = before.then(task, task);
    this.#last.set(partition, turn);
    return turn;
  }
}
