import { processorTicks } from '@beatwatch/service-kit/process';

/**
 * Tells at each call whether a process has used the processor since the call before: one that does not respond may be in the
 * middle of long work, or have to wait for others who use the processor.
 */
export function atWork(pid: number): () => Promise<boolean> {
  let ticks: number | undefined;
  return async () => {
    const before = ticks;
    ticks = await processorTicks(pid);
    return ticks !== undefined && ticks !== before;
  };
}
