import type { ArrivedPacket } from './packet-order.ts';
import { packetSpan } from './packet-span.ts';
import { longestLiveDelayUs, type DelayState } from './delay.ts';

/**
 * Run of packets from before the end of the live stream, without a live packet among them: late data, duplicates, or
 * the live signal of a device whose clock was set back. Plain data.
 */
export interface EarlierRun {
  readonly fromSampleTimeUs: number;
  readonly fromArrivalUs: number;
  /** End of the run so far. */
  readonly endUs: number;
}

/** Length of a run at real-time pace from which the clock counts as set back, microseconds. */
const certainUs = 5_000_000;
/** Least pace of live signal, as a share of real time: buffered signal arrives faster than it was measured. */
const minPace = 0.5;
/** Largest time between packets of one run, microseconds: allows for jitter. */
const joinUs = 1_000_000;

/** Extends the run by a packet or starts one with it; undefined if the arrival is unknown or the packet marked late. */
export function extendEarlierRun(run: EarlierRun | undefined, packet: ArrivedPacket): EarlierRun | undefined {
  const { arrivalUs, lastSampleTimeUs } = packet;
  if (arrivalUs === undefined || packet.late === true) return undefined;
  const { fromUs, toUs: endUs } = packetSpan(packet);
  if (run !== undefined && Math.abs(fromUs - run.endUs) <= joinUs) return { ...run, endUs };
  return { fromSampleTimeUs: lastSampleTimeUs, fromArrivalUs: arrivalUs, endUs };
}

/** Whether the run is the device's live signal on a clock that was set back. */
export function isClockSetBack(
  { fromSampleTimeUs, fromArrivalUs }: EarlierRun,
  { arrivalUs = 0, lastSampleTimeUs }: ArrivedPacket,
): boolean {
  const measuredUs = lastSampleTimeUs - fromSampleTimeUs;
  return measuredUs >= certainUs && arrivalUs - fromArrivalUs >= minPace * measuredUs;
}

/**
 * Whether a clock that ran ahead of the log agrees with it again. Nothing is measured after it arrived: what the packet
 * seems to repeat was stamped wrongly.
 */
export function isClockSetRight(
  { usualUs = 0 }: Readonly<DelayState>,
  { arrivalUs, lastSampleTimeUs, late }: ArrivedPacket,
): boolean {
  if (arrivalUs === undefined || late === true || usualUs >= -longestLiveDelayUs) return false;
  return Math.abs(arrivalUs - lastSampleTimeUs) <= longestLiveDelayUs;
}
