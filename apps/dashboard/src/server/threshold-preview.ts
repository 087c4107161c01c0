import {
  countDifferences,
  mapCourses,
  type AlarmCourse,
  type ReplayedAlarms,
} from '@beatwatch/rescoring/alarms';
import type { PreviewedAlarm, ThresholdPreviewResponse } from './responses.ts';

/** More than anybody reads; the counts are of all. */
const mostListed = 200;

export function previewOf({ alarms, ...replayed }: ReplayedAlarms): ThresholdPreviewResponse {
  const { fromUs, toUs, beats, anomalousBefore, anomalousBeats } = replayed;
  return {
    fromUs,
    toUs,
    beats,
    anomalousBefore,
    anomalousBeats,
    stored: alarms.stored,
    ...countDifferences(alarms.differences),
    differences: alarms.differences
      .slice(0, mostListed)
      .map((difference) => mapCourses(difference, previewedOf)),
  };
}

function previewedOf({ changes, ...course }: AlarmCourse): PreviewedAlarm {
  const evidence = changes[0]?.evidence;
  return { ...course, ...(evidence && { evidence }) };
}
