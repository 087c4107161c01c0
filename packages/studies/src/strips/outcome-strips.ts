import { priorityRank } from '@beatwatch/contracts';
import type { Strip } from '@beatwatch/report';
import type { JudgedRun } from '../alarm-outcomes/judge-alarms.ts';
import type { RaisedAlarm } from '../alarm-outcomes/alarm-outcome.ts';
import type { EcgRecording } from '../live-path/ecg-recording.ts';
import { clock, kindTitle } from '../reporting/format.ts';
import { alarmStrip } from './alarm-strip.ts';
import { recordingStrip } from './recording-strip.ts';

/** False alarms of one record at most; missed events are all drawn. */
const mostFalse = 4;

/** The seconds after each event without an alarm in time. */
export const missedEventStrips = (recording: EcgRecording, { events }: Pick<JudgedRun, 'events'>): Strip[] =>
  events
    .filter(({ secondsToAlarm }) => secondsToAlarm === undefined)
    .map(({ kind, onsetSeconds, beats }) =>
      recordingStrip(recording, {
        title: `Record ${recording.name} at ${clock(onsetSeconds)}: ${kindTitle(kind)}${beats === undefined ? '' : ` of ${beats} beats`} without an alarm`,
        aroundSeconds: onsetSeconds + 2,
        markers: [{ seconds: onsetSeconds, label: 'onset', kind: 'event' }],
      }),
    );

/** The seconds before the false alarms of a record, the most urgent first. */
export const falseAlarmStrips = (
  leads: readonly [EcgRecording, ...EcgRecording[]],
  { falseAlarms }: Pick<JudgedRun, 'falseAlarms'>,
): Strip[] =>
  falseAlarms
    .toSorted((a, b) => priorityRank[b.priority] - priorityRank[a.priority])
    .slice(0, mostFalse)
    .map((alarm) => alarmStrip(leadOf(leads, alarm), alarm, 'false alarm'));

/** The lead that an alarm names as its evidence; the first one by default. */
export const leadOf = (
  leads: readonly [EcgRecording, ...EcgRecording[]],
  { event: { evidence } }: RaisedAlarm,
): EcgRecording => leads.find(({ lead }) => lead === evidence.lead) ?? leads[0];
