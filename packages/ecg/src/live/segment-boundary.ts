import type { LeadEvent } from './output.ts';
import type { OrderedPacket } from './packet-order.ts';
import { packetSpan } from './packet-span.ts';
import { clockDeviationUs, followClock, isClockJump, sampleTimeUs } from './sample-clock.ts';
import type { SegmentState } from './segment-state.ts';

/** Transition from a segment to the next packet. */
export interface SegmentBoundary {
  /** Whether the packet starts a new segment. */
  readonly breaks: boolean;
  /** End of the segment. */
  readonly endUs: number;
  /** How far the device's clock was set back, microseconds; 0 if it was not. */
  readonly setBackUs: number;
  /** Whether a segment that the packet starts goes on with what the detector has learned. */
  readonly keepsLevels: boolean;
}

/** Longest hole after which the signal counts as that of the same electrodes. */
const longestHoleUs = 10_000_000;

/** Decides whether the next packet starts a new segment and reports why. If not, follows the device's clock. */
export function segmentBoundary(
  segment: SegmentState,
  next: OrderedPacket,
  events: LeadEvent[],
): SegmentBoundary {
  const { packet, afterGap, lostPackets, restarted } = next;
  const { samplingRateHz, microvoltsPerCount, lastSampleTimeUs, samples } = packet;
  const { sampleCount } = segment;
  const { fromUs: timeUs, durationUs } = packetSpan(packet);
  const endUs = sampleTimeUs(segment.firstSampleTimeUs, sampleCount, segment.samplingRateHz);
  const where = { fromUs: endUs, timeUs };
  let breaks = restarted || afterGap;
  const holeUs = !afterGap ? 0 : lostPackets === undefined ? timeUs - endUs : lostPackets * durationUs;
  let keepsLevels = !restarted && holeUs <= longestHoleUs;
  let setBackUs = 0;
  if (restarted) events.push({ kind: 'restart', ...where });
  else if (afterGap) {
    events.push({ kind: 'gap', ...where, ...(lostPackets !== undefined && { lostPackets }) });
    const backUs = endUs - timeUs;
    if (backUs > 0 && isClockJump(backUs)) setBackUs = backUs + (lostPackets ?? 0) * durationUs;
  }
  if (samplingRateHz !== segment.samplingRateHz || microvoltsPerCount !== segment.microvoltsPerCount) {
    events.push({ kind: 'rate-change', ...where, samplingRateHz, microvoltsPerCount });
    breaks = true;
    keepsLevels = false;
  }
  if (!breaks) {
    const jumpUs = clockDeviationUs(segment, lastSampleTimeUs, sampleCount + samples.length);
    if (isClockJump(jumpUs)) {
      events.push({ kind: 'clock-jump', ...where, jumpUs });
      setBackUs = Math.max(0, -jumpUs);
      breaks = true;
    } else followClock(segment, jumpUs, samples.length);
  }
  return { breaks, endUs, setBackUs, keepsLevels };
}
