/**
 * How long a device's signal takes from its last sample to the log, by two clocks that need not agree: the device's and
 * the log's. Only the excess over the smallest usual delay shows lateness. Plain data.
 */
export interface DelayState {
  /** The smallest usual delay: log's time less device's time; undefined before the first packet. */
  usualUs: number | undefined;
  /** Where late packets began to come about as fast as they were measured. */
  steadyFrom: { readonly sampleTimeUs: number; readonly arrivalUs: number } | undefined;
}

export const delayState = (): DelayState => ({ usualUs: undefined, steadyFrom: undefined });

/** A link may buffer so long before what it brings is too old for a live alarm, microseconds. */
const longestLiveDelayUs = 60_000_000;
/** The smallest delay is forgotten so fast: a share of the signal's own time. A clock may drift by as much. */
const forgottenShare = 0.01;
/** Signal that comes late, but no faster than it is measured, after which its delay is the usual one. */
const steadyUs = 30_000_000;
const steadyRatio = { min: 0.9, max: 1.1 };

export interface Arrival {
  /** Epoch time of the packet's last sample, on the device's clock. */
  readonly sampleTimeUs: number;
  /** When the log took the packet in, on its clock. */
  readonly arrivalUs: number;
  readonly durationUs: number;
}

/** Whether a packet came too late for a live alarm; to be asked once for each packet, in order. */
export function isTooLate(state: DelayState, { sampleTimeUs, arrivalUs, durationUs }: Arrival): boolean {
  const delayUs = arrivalUs - sampleTimeUs;
  const usualUs = Math.min(delayUs, (state.usualUs ?? delayUs) + durationUs * forgottenShare);
  state.usualUs = usualUs;
  if (delayUs - usualUs <= longestLiveDelayUs) {
    state.steadyFrom = undefined;
    return false;
  }
  state.steadyFrom ??= { sampleTimeUs, arrivalUs };
  const measuredUs = sampleTimeUs - state.steadyFrom.sampleTimeUs;
  if (measuredUs < steadyUs) return true;
  const ratio = (arrivalUs - state.steadyFrom.arrivalUs) / measuredUs;
  state.steadyFrom = undefined;
  if (ratio < steadyRatio.min || ratio > steadyRatio.max) return true;
  state.usualUs = delayUs;
  return false;
}

/** The device's clock was set forward by `jumpUs`: its delay looks as much smaller from here on. */
export function followSetClock(state: DelayState, jumpUs: number): void {
  if (state.usualUs !== undefined) state.usualUs -= jumpUs;
  state.steadyFrom = undefined;
}
