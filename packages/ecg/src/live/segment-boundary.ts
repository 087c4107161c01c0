import type { LeadEvent } from './output.ts';
import type { OrderedPacket } from './packet-order.ts';
import { packetSpan } from './packet-span.ts';
import { clockDeviationUs, followClock, isClockJump, sampleTimeUs } from './sample-clock.ts';
import type { SegmentState } from './segment.ts';

/** What lies between a segment and the next packet. */
export interface SegmentBoundary {
  readonly breaks: boolean;
  /** Where the segment ended. */
  readonly endUs: number;
  /** By how much the device's clock was set back; 0 if it was not. */
  readonly setBackUs: number;
}

/** Finds out whether the next packet begins a new segment, and why. If not, the segment follows the device's clock. */
export function segmentBoundary(
  segment: SegmentState,
  next: OrderedPacket,
  events: LeadEvent[],
): SegmentBoundary {
  const { packet, afterGap, lostPackets, restarted } = next;
  const { samplingRateHz, microvoltsPerCount, lastSampleTimeUs, samples } = packet;
  const { clock, sampleCount } = segment;
  const { fromUs: timeUs, durationUs } = packetSpan(packet);
  const endUs = sampleTimeUs(clock.firstSampleTimeUs, sampleCount, clock.samplingRateHz);
  const where = { fromUs: endUs, timeUs };
  let breaks = restarted || afterGap;
  let setBackUs = 0;
  if (restarted) events.push({ kind: 'restart', ...where });
  else if (afterGap) {
    events.push({ kind: 'gap', ...where, ...(lostPackets !== undefined && { lostPackets }) });
    const backUs = endUs - timeUs;
    if (backUs > 0 && isClockJump(backUs)) setBackUs = backUs + (lostPackets ?? 0) * durationUs;
  }
  if (samplingRateHz !== clock.samplingRateHz || microvoltsPerCount !== segment.microvoltsPerCount) {
    events.push({ kind: 'rate-change', ...where, samplingRateHz, microvoltsPerCount });
    breaks = true;
  }
  if (!breaks) {
    const jumpUs = clockDeviationUs(clock, lastSampleTimeUs, sampleCount + samples.length);
    if (isClockJump(jumpUs)) {
      events.push({ kind: 'clock-jump', ...where, jumpUs });
      setBackUs = Math.max(0, -jumpUs);
      breaks = true;
    } else followClock(clock, jumpUs, samples.length);
  }
  return { breaks, endUs, setBackUs };
}
