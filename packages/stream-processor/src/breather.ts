import { setImmediate as nextIteration } from 'node:timers/promises';

const longestMs = 25;

/**
 * Lets what else the process does go on during long work: posts are taken, other partitions stored, and the broker and whoever
 * supervises the process hear from it. The costliest batch, such as a packet of each rate there is, takes a second, and many
 * times that where others have the processor.
 */
export class Breather {
  #sinceMs = performance.now();

  /** To be awaited between two steps. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#sinceMs < longestMs) return;
    await nextIteration();
    this.#sinceMs = performance.now();
  }
}
