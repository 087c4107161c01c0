/**
 * Delay of a device's packets from their last sample to the log. The clocks of device and log may disagree, so lateness
 * is the excess over the smallest usual delay. Plain data.
 */
export interface DelayState {
  /** Smallest usual delay, log time minus device time, microseconds; undefined before the first packet. */
  usualUs: number | undefined;
  /** First of the late packets that have since arrived at about real-time pace. */
  steadyFrom: { readonly sampleTimeUs: number; readonly arrivalUs: number } | undefined;
}

export const delayState = (): DelayState => ({ usualUs: undefined, steadyFrom: undefined });

/** Longest excess delay at which signal may still raise a live alarm, microseconds. */
export const longestLiveDelayUs = 60_000_000;
/** Growth of the remembered smallest delay, as a share of signal time: the clock drift that is tolerated. */
const forgottenShare = 0.01;
/** Late signal at real-time pace after which its delay becomes the usual one, microseconds. */
const steadyUs = 6_000_000;
const steadyRatio = { min: 0.9, max: 1.1 };

export interface Arrival {
  /** Epoch time of the packet's last sample on the device's clock. */
  readonly sampleTimeUs: number;
  /** Epoch time at which the log received the packet, on the log's clock. */
  readonly arrivalUs: number;
  readonly durationUs: number;
}

/** Whether a packet is too late for a live alarm. Updates the state: call once for each packet, in order. */
export function isTooLate(state: DelayState, { sampleTimeUs, arrivalUs, durationUs }: Arrival): boolean {
  const delayUs = arrivalUs - sampleTimeUs;
  const usualUs = Math.min(delayUs, (state.usualUs ?? delayUs) + durationUs * forgottenShare);
  state.usualUs = usualUs;
  if (delayUs - usualUs <= longestLiveDelayUs) {
    state.steadyFrom = undefined;
    return false;
  }
  // Clock and log agree: whatever the clock said before, this is no late data.
  if (Math.abs(delayUs) <= longestLiveDelayUs) return adopt(state, delayUs);
  state.steadyFrom ??= { sampleTimeUs, arrivalUs };
  const measuredUs = sampleTimeUs - state.steadyFrom.sampleTimeUs;
  if (measuredUs < steadyUs) return true;
  const ratio = (arrivalUs - state.steadyFrom.arrivalUs) / measuredUs;
  state.steadyFrom = undefined;
  return ratio < steadyRatio.min || ratio > steadyRatio.max ? true : adopt(state, delayUs);
}

function adopt(state: DelayState, delayUs: number): false {
  state.usualUs = delayUs;
  state.steadyFrom = undefined;
  return false;
}

/** Corrects the usual delay after the device's clock was set forward by `jumpUs` (negative: back). */
export function followClockStep(state: DelayState, jumpUs: number): void {
  if (state.usualUs !== undefined) state.usualUs -= jumpUs;
  state.steadyFrom = undefined;
}
