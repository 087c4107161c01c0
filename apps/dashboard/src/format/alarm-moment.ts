import { arrivedUs, type AlarmEvent } from '@beatwatch/contracts';
import type { Texts } from '../texts/texts.ts';
import { formatMoment } from './time.ts';

/** When it changed last, by the clock of who received it: the end of one that is over and not acknowledged. */
export const changedUs = (alarm: Pick<AlarmEvent, 'timeUs' | 'raisedTimeUs' | 'evidence'>): number =>
  alarm.timeUs + (arrivedUs(alarm) - alarm.raisedTimeUs);

/** When the alarm was raised; with what the device's clock says where that is something else. */
export function formatRaised(t: Texts, alarm: Pick<AlarmEvent, 'raisedTimeUs' | 'evidence'>): string {
  const arrived = arrivedUs(alarm);
  if (arrived === alarm.raisedTimeUs) return formatMoment(t, arrived);
  return t.alarms.deviceClock(formatMoment(t, arrived), formatMoment(t, alarm.raisedTimeUs));
}
