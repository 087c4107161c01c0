import type { AlarmEvent } from '@beatwatch/contracts';
import { formatMoment } from './time.ts';

/** When the log received what raised the alarm: the device's own time where its clock is right within a minute. */
export function arrivedUs({ raisedTimeUs, evidence }: Pick<AlarmEvent, 'raisedTimeUs' | 'evidence'>): number {
  return evidence.arrivedUs === undefined
    ? raisedTimeUs
    : raisedTimeUs + (evidence.arrivedUs - evidence.toUs);
}

/** When the alarm was raised; with what the device's clock says where that is something else. */
export function formatRaised(alarm: Pick<AlarmEvent, 'raisedTimeUs' | 'evidence'>): string {
  const arrived = arrivedUs(alarm);
  if (arrived === alarm.raisedTimeUs) return formatMoment(arrived);
  return `${formatMoment(arrived)} (the device’s clock says ${formatMoment(alarm.raisedTimeUs)})`;
}
