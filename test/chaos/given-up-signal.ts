import type { Fault } from './schedule.ts';

/** A full disk counts from its first moment until storing has begun again: space is looked at now and then. */
const aroundMs = { before: 5000, after: 60_000 };

/**
 * Leaves out the seconds of signal that the stack gives up on purpose: while the disk is full it stores no signal, so that
 * beats and alarms go on.
 * @param expected by `patient lead epochUs`
 */
export function withoutGivenUp(
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
  run: {
    readonly startedMs: number;
    readonly faults: readonly {
      readonly fault: Fault;
      readonly atSeconds: number;
      readonly judgedAfterSeconds: number | undefined;
    }[];
  },
): { readonly required: ReadonlyMap<string, string>; readonly givenUp: number } {
  const full = run.faults.flatMap(({ fault, atSeconds, judgedAfterSeconds = 0 }) => {
    if (fault.kind !== 'full-disk') return [];
    const beganMs = run.startedMs + atSeconds * 1000;
    const endedMs = beganMs + (fault.seconds + judgedAfterSeconds) * 1000;
    return { fromMs: beganMs - aroundMs.before, toMs: endedMs + aroundMs.after };
  });
  const isGivenUp = (key: string): boolean => {
    const timeMs = Number(key.split(' ').at(-1)) / 1000;
    return !found.has(key) && full.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);
  };
  const required = new Map([...expected].filter(([key]) => !isGivenUp(key)));
  return { required, givenUp: expected.size - required.size };
}
