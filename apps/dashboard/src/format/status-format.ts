import type { AlarmEvent } from '@beatwatch/contracts';
import type { QuietState } from '../live/quiet-state.ts';
import type { Status } from '../live/status.ts';
import type { Texts } from '../texts/texts.ts';
import { alarmName } from './alarm-format.ts';
import { formatAbsence } from './device-format.ts';
import { formatDuration, formatTimeOfDay } from './time.ts';

/** Short text of a patient's status, for a tile; how long an alarm has been over stands beside it. */
export function formatStatus(t: Texts, status: Status): string {
  const texts = t.station.status;
  switch (status.kind) {
    case 'alarm':
      return announcedName(t, status.alarm);
    case 'latched':
      return texts.over(announcedName(t, status.alarm));
    case 'acknowledged':
      return texts.seen(alarmName(t, status.alarm));
    case 'technical':
      return status.alarm.state === 'acknowledged'
        ? texts.seen(alarmName(t, status.alarm))
        : announcedName(t, status.alarm);
    case 'no-data':
      return status.absence === undefined
        ? texts.noDataFor(formatDuration(status.seconds))
        : formatAbsence(t, status.absence);
    case 'not-judged':
      return texts.notJudgedSince(formatTimeOfDay(status.sinceMs * 1000));
    case 'cut-off':
      return texts.cutOff;
    case 'not-scored':
      return texts.notScored;
    case 'learning':
      return texts.learning;
    case 'waiting':
      return texts.waiting;
    case 'no-alarm':
      return status.quiet === undefined ? texts.noAlarm : formatQuietState(t, status.quiet);
  }
}

/** Name of an alarm; of one that nobody has taken that as well. */
export const announcedName = (t: Texts, alarm: AlarmEvent): string =>
  alarm.escalated ? t.alarms.escalatedName(alarmName(t, alarm)) : alarmName(t, alarm);

function formatQuietState({ station: { status: texts } }: Texts, quiet: QuietState): string {
  if (quiet.kind === 'unclear') return texts.unclear;
  if (quiet.kind === 'battery') return texts.batteryLow(quiet.percent);
  return texts[quiet.kind](quiet.beats, quiet.of);
}
