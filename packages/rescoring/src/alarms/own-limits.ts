import type { AlarmInput, AlarmMonitor } from '@beatwatch/alarms';
import type { AlarmLimits } from '@beatwatch/contracts';

/**
 * What alarms were decided by, with other own limits of the patient from a time on; the ward's stay those that were in force.
 * @param monitor the inputs' own: which limits it has says whether the time has come
 * @param options.limits Default: the inputs as they are
 */
export function* withOwnLimits(
  inputs: Iterable<AlarmInput>,
  monitor: AlarmMonitor,
  { limits: own, sinceUs }: { readonly limits: AlarmLimits | undefined; readonly sinceUs: number },
): Generator<AlarmInput> {
  for (const input of inputs) {
    if (own !== undefined && monitor.state.limits?.own !== own && isFrom(input, sinceUs))
      yield { kind: 'limits', limits: { ...monitor.state.limits, own } };
    const isReplaced = input.kind === 'limits' && own !== undefined && monitor.state.limits?.own === own;
    yield isReplaced ? { kind: 'limits', limits: { ...input.limits, own } } : input;
  }
}

function isFrom(input: AlarmInput, sinceUs: number): boolean {
  switch (input.kind) {
    case 'beat':
      return input.beat.timeUs >= sinceUs;
    case 'second':
      return input.second.timeUs >= sinceUs;
    default:
      return false;
  }
}
