import type { Rescored } from '@beatwatch/rescoring';
import type {
  AlarmComparison,
  AlarmCourse,
  AlarmDifference,
  ReplayedAlarms,
} from '@beatwatch/rescoring/alarms';
import { table } from '../terminal/output.ts';

/** What is printed as JSON; times are epoch microseconds. */
export const rescoredJson = ({ changes: _, alarms, ...result }: Rescored, seconds: number): object => ({
  ...result,
  seconds,
  alarms: alarmsJson(alarms),
});

export const replayedJson = ({ changes: _, alarms, ...result }: ReplayedAlarms, seconds: number): object => ({
  ...result,
  seconds,
  alarms: alarmsJson(alarms),
});

const alarmsJson = (alarms: AlarmComparison): object => ({
  ...alarms,
  differences: alarms.differences.map(differenceJson),
});

/** The alarms gained, lost and moved, then the counts. */
export function formatRescored(result: Rescored, seconds: number): string {
  const { signalHours, beatsStored, beatsRescored, anomalousBeats } = result;
  const beginning = result.isFromBeginning
    ? []
    : ['The patient was known before: references and thresholds are those of the warm-up.'];
  return [
    ...formatDifferences(result.alarms),
    '',
    table([
      ...formatCounts(result),
      ['beats', `${beatsStored} stored, ${beatsRescored} judged now, ${anomalousBeats} anomalous`],
      ['signal', `${signalHours.toFixed(1)} h of all leads in ${seconds.toFixed(1)} s`],
    ]),
    ...beginning,
  ].join('\n');
}

/** The same where alarms were decided again from what they were decided by. */
export function formatReplayed(result: ReplayedAlarms, seconds: number): string {
  const { beats, anomalousBefore, anomalousBeats } = result;
  return [
    ...formatDifferences(result.alarms),
    '',
    table([
      ...formatCounts(result),
      ['beats', `${beats}: ${anomalousBefore} anomalous as stored, ${anomalousBeats} now`],
      ['', `decided again from the stored judgements in ${seconds.toFixed(1)} s`],
    ]),
  ].join('\n');
}

function formatDifferences({ differences }: AlarmComparison): string[] {
  const lines = differences.map(formatDifference);
  return lines.length === 0 ? ['every alarm as it was stored'] : [table(lines)];
}

function formatCounts({ alarms, fromUs, toUs }: Pick<Rescored, 'alarms' | 'fromUs' | 'toUs'>): string[][] {
  const count = (is: AlarmDifference['is']): number =>
    alarms.differences.filter((one) => one.is === is).length;
  return [
    ['compared', `${formatTime(fromUs)} to ${formatTime(toUs)}`],
    ['alarms', `${alarms.stored} stored, ${alarms.rescored} now, ${alarms.same} the same`],
    ['', `${count('gained')} gained, ${count('lost')} lost, ${count('moved')} moved`],
  ];
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
