import type { Rescored } from '@beatwatch/rescoring';
import type { AlarmComparison, ReplayedAlarms } from '@beatwatch/rescoring/alarms';
import { table } from '../terminal/output.ts';
import { differenceJson, formatCounts, formatDifference, formatTime } from './alarm-differences.ts';

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
      ...comparedRows(result),
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
      ...comparedRows(result),
      ['beats', `${beats}: ${anomalousBefore} anomalous as stored, ${anomalousBeats} now`],
      ['', `decided again from the stored judgements in ${seconds.toFixed(1)} s`],
    ]),
  ].join('\n');
}

function formatDifferences({ differences }: AlarmComparison): string[] {
  const lines = differences.map(formatDifference);
  return lines.length === 0 ? ['every alarm as it was stored'] : [table(lines)];
}

const comparedRows = ({ alarms, fromUs, toUs }: Pick<Rescored, 'alarms' | 'fromUs' | 'toUs'>): string[][] => [
  ['compared', `${formatTime(fromUs)} to ${formatTime(toUs)}`],
  ['alarms', `${alarms.stored} stored, ${alarms.rescored} now, ${alarms.same} the same`],
  ['', formatCounts(alarms.differences)],
];
