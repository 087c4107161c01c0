import type { AlarmCourse, AlarmDifference, Rescored } from '@beatwatch/rescoring';
import { table } from '../terminal/output.ts';

/** What is printed as JSON; times are epoch microseconds. */
export function rescoredJson({ changes: _, alarms, ...result }: Rescored, seconds: number): object {
  return {
    ...result,
    seconds,
    alarms: { ...alarms, differences: alarms.differences.map(differenceJson) },
  };
}

/** The alarms gained, lost and moved, then the counts. */
export function formatRescored(result: Rescored, seconds: number): string {
  const { alarms, fromUs, toUs, signalHours, beatsStored, beatsRescored, anomalousBeats } = result;
  const lines = alarms.differences.map(formatDifference);
  const count = (is: AlarmDifference['is']): number =>
    alarms.differences.filter((one) => one.is === is).length;
  const beginning = result.isFromBeginning
    ? []
    : ['The patient was known before: references and thresholds are those of the warm-up.'];
  return [
    ...(lines.length === 0 ? ['every alarm as it was stored'] : [table(lines)]),
    '',
    table([
      ['compared', `${formatTime(fromUs)} to ${formatTime(toUs)}`],
      ['alarms', `${alarms.stored} stored, ${alarms.rescored} now, ${alarms.same} the same`],
      ['', `${count('gained')} gained, ${count('lost')} lost, ${count('moved')} moved`],
      ['beats', `${beatsStored} stored, ${beatsRescored} judged now, ${anomalousBeats} anomalous`],
      ['signal', `${signalHours.toFixed(1)} h of all leads in ${seconds.toFixed(1)} s`],
    ]),
    ...beginning,
  ].join('\n');
}

function formatDifference(difference: AlarmDifference): string[] {
  switch (difference.is) {
    case 'gained':
      return ['gained', ...formatCourse(difference.rescored)];
    case 'lost':
      return ['lost', ...formatCourse(difference.stored)];
    case 'moved': {
      const { stored, rescored } = difference;
      const [span, ...rest] = formatCourse(rescored);
      return ['moved', `${formatSpan(stored)} -> ${span ?? ''}`, ...rest];
    }
  }
}

const formatCourse = (course: AlarmCourse): string[] => [formatSpan(course), course.priority, course.kind];

const formatSpan = ({ raisedUs, endedUs }: AlarmCourse): string =>
  `${formatTime(raisedUs)} to ${endedUs === undefined ? 'now' : formatTime(endedUs)}`;

const formatTime = (timeUs: number): string => new Date(timeUs / 1000).toISOString();

function differenceJson(difference: AlarmDifference): object {
  switch (difference.is) {
    case 'gained':
      return { is: 'gained', rescored: courseJson(difference.rescored) };
    case 'lost':
      return { is: 'lost', stored: courseJson(difference.stored) };
    case 'moved':
      return {
        is: 'moved',
        stored: courseJson(difference.stored),
        rescored: courseJson(difference.rescored),
      };
  }
}

const courseJson = ({ changes: _, ...course }: AlarmCourse): object => course;
