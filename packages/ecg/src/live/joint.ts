import type { LeadEvent } from './output.ts';
import type { OrderedPacket } from './packet-order.ts';
import { packetSpan } from './packet-span.ts';
import { clockDeviationUs, followClock, isClockJump, sampleTimeUs } from './sample-clock.ts';
import type { StretchState } from './stretch.ts';

/** How a packet joins the stretch before it. */
export interface Joint {
  readonly breaks: boolean;
  /** Where the stretch ended. */
  readonly endUs: number;
  /** The device's clock was set back by so much; 0 where it was not. */
  readonly setBackUs: number;
}

/** Says why the next packet does not join the stretch; where it does, the stretch follows the device's clock. */
export function jointOf(stretch: StretchState, next: OrderedPacket, events: LeadEvent[]): Joint {
  const { packet, afterGap, lostPackets, restarted } = next;
  const { samplingRateHz, microvoltsPerCount, lastSampleTimeUs, samples } = packet;
  const { clock, sampleCount } = stretch;
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
  if (samplingRateHz !== clock.samplingRateHz || microvoltsPerCount !== stretch.microvoltsPerCount) {
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
