export interface HealthWatch {
  /** Whether the process has responded: false or a rejection is a miss. One call at a time. */
  readonly isWell: () => boolean | Promise<boolean>;
  readonly everyMs: number;
  /** Misses in a row after which it counts as hung. */
  readonly misses: number;
  /** Misses that are allowed while it visibly works, e.g. at one long statement. Default `misses`. */
  readonly missesAtWork?: number;
  /** Whether it has used the processor since the last call. Default: unknown, hence false. */
  readonly isAtWork?: () => boolean | Promise<boolean>;
  /** Called once, with how long it has not responded. */
  readonly onHung: (reason: string) => void;
}

/**
 * Looks again and again whether a process responds. Misses count, not the time on the clock: a machine that slept, or whose
 * processors were taken, finds its processes well when it wakes.
 * @returns what ends the watch
 */
export function watchHealth(watch: HealthWatch): () => void {
  const { isWell, everyMs, misses, missesAtWork = misses, isAtWork = () => false } = watch;
  let missed = 0;
  let wellMs = performance.now();
  let ended = false;
  let timer: NodeJS.Timeout;

  async function look(): Promise<void> {
    const [well, works] = [await holds(isWell), await holds(isAtWork)];
    if (ended) return;
    missed = well ? 0 : missed + 1;
    if (well) wellMs = performance.now();
    if (missed < (works ? missesAtWork : misses)) {
      wait();
      return;
    }
    ended = true;
    watch.onHung(`it did not respond for ${Math.round((performance.now() - wellMs) / 1000)} s`);
  }

  function wait(): void {
    timer = setTimeout(() => void look(), everyMs);
    timer.unref();
  }

  wait();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

async function holds(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
