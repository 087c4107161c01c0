import type { AlarmCourse, ReplayedAlarms } from '@beatwatch/rescoring/alarms';
import type { PreviewedAlarm, ThresholdPreviewResponse } from './responses.ts';

/** More than anybody reads; the counts are of all. */
const mostListed = 200;

export function previewOf({ alarms, ...replayed }: ReplayedAlarms): ThresholdPreviewResponse {
  const { fromUs, toUs, beats, anomalousBefore, anomalousBeats } = replayed;
  const count = (is: 'gained' | 'lost' | 'moved'): number =>
    alarms.differences.filter((one) => one.is === is).length;
  return {
    fromUs,
    toUs,
    beats,
    anomalousBefore,
    anomalousBeats,
    stored: alarms.stored,
    gained: count('gained'),
    lost: count('lost'),
    moved: count('moved'),
    differences: alarms.differences.slice(0, mostListed).map((difference) => {
      switch (difference.is) {
        case 'gained':
          return { is: 'gained', after: alarmOf(difference.rescored) };
        case 'lost':
          return { is: 'lost', before: alarmOf(difference.stored) };
        case 'moved':
          return { is: 'moved', before: alarmOf(difference.stored), after: alarmOf(difference.rescored) };
      }
    }),
  };
}

function alarmOf({ alarmId, kind, priority, raisedUs, endedUs, changes }: AlarmCourse): PreviewedAlarm {
  const evidence = changes[0]?.evidence;
  return {
    alarmId,
    kind,
    priority,
    raisedUs,
    ...(endedUs !== undefined && { endedUs }),
    ...(evidence && { evidence }),
  };
}
