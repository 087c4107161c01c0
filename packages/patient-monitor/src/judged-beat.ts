import type { AdaptedBeat } from '@beatwatch/adaptation';
import type { JudgedBeat } from '@beatwatch/alarms';
import type { Beat } from '@beatwatch/contracts';

/** What alarms are decided by, of a beat and its judgement. */
export function judgedBeat(
  { timeUs, endTimeUs, rrIntervalMs, lead, late, axis }: Beat,
  { reconstruction: _, ...judgement }: AdaptedBeat,
  atrialLogOdds: number | undefined,
): JudgedBeat {
  const beat = { timeUs, endTimeUs, rrIntervalMs, lead };
  return {
    ...judgement,
    ...beat,
    ...(late !== undefined && { late }),
    ...(axis !== undefined && { axis }),
    ...(atrialLogOdds !== undefined && { atrialLogOdds }),
  };
}
