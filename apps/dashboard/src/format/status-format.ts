import type { AlarmEvent } from '@beatwatch/contracts';
import type { QuietState } from '../live/quiet-state.ts';
import type { Status } from '../live/status.ts';
import { alarmName } from './alarm-format.ts';
import { formatAbsence } from './device-format.ts';
import { formatDuration, formatTimeOfDay } from './time.ts';

/** Short text of a patient's status, for a tile; how long an alarm has been over stands beside it. */
export function formatStatus(status: Status): string {
  switch (status.kind) {
    case 'alarm':
      return announcedName(status.alarm);
    case 'latched':
      return `Over: ${announcedName(status.alarm)}`;
    case 'acknowledged':
      return `${alarmName(status.alarm)}, seen`;
    case 'technical':
      return status.alarm.state === 'acknowledged'
        ? `${alarmName(status.alarm)}, seen`
        : announcedName(status.alarm);
    case 'no-data':
      return status.absence === undefined
        ? `No data for ${formatDuration(status.seconds)}`
        : formatAbsence(status.absence);
    case 'not-judged':
      return `Not judged since ${formatTimeOfDay(status.sinceMs * 1000)}`;
    case 'cut-off':
      return 'Cut off';
    case 'not-scored':
      return 'No beats found';
    case 'learning':
      return 'Learning';
    case 'waiting':
      return 'Waiting for data';
    case 'no-alarm':
      return status.quiet === undefined ? 'No alarm' : formatQuietState(status.quiet);
  }
}

/** Name of an alarm; of one that nobody has taken that as well. */
export const announcedName = (alarm: AlarmEvent): string =>
  alarm.escalated ? `Escalated: ${alarmName(alarm)}` : alarmName(alarm);

function formatQuietState(quiet: QuietState): string {
  if (quiet.kind === 'unclear') return 'Signal unclear';
  if (quiet.kind === 'battery') return `Battery low, ${quiet.percent} %`;
  const name = quiet.kind === 'ectopic' ? 'Ectopic' : 'Anomalous';
  return `${name} beats ${quiet.beats} of the last ${quiet.of}`;
}
