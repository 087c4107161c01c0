import { failureOf } from './failure.ts';
import type { PartitionStates } from './partition-states.ts';
import type { PartitionWork } from './partition-work.ts';
import type { ProcessorTick, TickTools } from './processor-options.ts';
import { keepTicking, type Ticking } from './ticking.ts';

export interface PartitionTicksOptions<State> extends ProcessorTick<State> {
  readonly work: PartitionWork;
  readonly open: (partition: number) => Promise<PartitionStates<State>>;
  readonly toolsOf: (
    states: PartitionStates<State>,
  ) => Pick<TickTools<State>, 'checkpoint' | 'retryUntilStored'>;
  /** Undoes what a tick has left half done. */
  readonly undo: (partition: number, error: unknown) => Promise<void>;
  readonly isStopping: () => boolean;
}

/** Ticks of a partition that fail one after the other before the processor does. */
const mostFailedTicks = 20;
/** A process that stood still for longer may have lost its partitions, and learns of it with the next heartbeat. */
const stoodStillMs = 4000;

/** Calls the handler of ticks for each partition of this process, never during one of its batches. */
export function startPartitionTicks<State>(options: PartitionTicksOptions<State>): Ticking {
  const { everyMs, handler, work, open, toolsOf, undo, isStopping } = options;
  const failedTicks = new Map<number, number>();
  let tickedMs: number | undefined;
  let hasWaited = false;

  async function tickOf(partition: number, sinceLastMs: number): Promise<void> {
    const states = await open(partition);
    try {
      await handler({ partition, states, sinceLastMs, ...toolsOf(states) });
      failedTicks.delete(partition);
    } catch (error) {
      const failures = (failedTicks.get(partition) ?? 0) + 1;
      failedTicks.set(partition, failures);
      if (isStopping() || failureOf(error) === 'outage' || failures > mostFailedTicks) throw error;
      await undo(partition, error);
    }
  }

  return keepTicking(everyMs, async () => {
    const nowMs = performance.now();
    const sinceLastMs = nowMs - (tickedMs ?? nowMs - everyMs);
    tickedMs = nowMs;
    // What a tick stores does not follow from the log: of a partition that another process has by now it would stay.
    hasWaited = sinceLastMs > stoodStillMs && !hasWaited;
    if (hasWaited) return;
    await Promise.all(
      work.owned.map((partition) => work.ifOwned(partition, () => tickOf(partition, sinceLastMs))),
    );
  });
}
