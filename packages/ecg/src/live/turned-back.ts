import type { ArrivedPacket } from './packet-order.ts';
import { packetSpan } from './packet-span.ts';

/**
 * Signal from before what has come, while no live packet comes: late data, duplicates, or a device whose clock went
 * back for good. Plain data.
 */
export interface TurnedBack {
  readonly fromSampleTimeUs: number;
  readonly fromArrivalUs: number;
  /** Where the signal ends so far. */
  readonly endUs: number;
}

/** Signal in real time without a live packet beside it from which on the device has another clock. */
const certainUs = 5_000_000;
/** What was stored comes faster than it was measured. */
const leastShareOfRealTime = 0.5;
/** Packets of one signal, whatever their jitter. */
const joinUs = 1_000_000;

/** The run that the packet goes on with, or begins; undefined where nothing tells when it arrived. */
export function turnedBackWith(run: TurnedBack | undefined, packet: ArrivedPacket): TurnedBack | undefined {
  const { arrivalUs, lastSampleTimeUs } = packet;
  if (arrivalUs === undefined || packet.late === true) return undefined;
  const { fromUs, toUs: endUs } = packetSpan(packet);
  if (run !== undefined && Math.abs(fromUs - run.endUs) <= joinUs) return { ...run, endUs };
  return { fromSampleTimeUs: lastSampleTimeUs, fromArrivalUs: arrivalUs, endUs };
}

/** Whether the run can only be the device's live signal, on another clock than before. */
export function isLiveAgain(
  { fromSampleTimeUs, fromArrivalUs }: TurnedBack,
  { arrivalUs = 0, lastSampleTimeUs }: ArrivedPacket,
): boolean {
  const measuredUs = lastSampleTimeUs - fromSampleTimeUs;
  return measuredUs >= certainUs && arrivalUs - fromArrivalUs >= leastShareOfRealTime * measuredUs;
}
