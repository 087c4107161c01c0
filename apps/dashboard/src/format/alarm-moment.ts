import { arrivedUs, type AlarmEvent } from '@beatwatch/contracts';
import { formatMoment } from './time.ts';

/** When the alarm was raised; with what the device's clock says where that is something else. */
export function formatRaised(alarm: Pick<AlarmEvent, 'raisedTimeUs' | 'evidence'>): string {
  const arrived = arrivedUs(alarm);
  if (arrived === alarm.raisedTimeUs) return formatMoment(arrived);
  return `${formatMoment(arrived)} (the device’s clock says ${formatMoment(alarm.raisedTimeUs)})`;
}
