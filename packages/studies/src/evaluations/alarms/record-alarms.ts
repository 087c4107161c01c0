import { isTechnical } from '@beatwatch/contracts';
import type { Strip } from '@beatwatch/report';
import { alarmHistory } from '../../alarm-outcomes/alarm-outcome.ts';
import { bedsideAlarm, bedsideOutcome, type BedsideOutcome } from '../../alarm-outcomes/bedside-alarm.ts';
import { judgeAlarms, type JudgedRun } from '../../alarm-outcomes/judge-alarms.ts';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import type { RecordModel } from '../../live-path/evaluation-models.ts';
import { runLivePath } from '../../live-path/live-run.ts';
import { challengeLimits, settingsWith, type AlarmLimits } from '../../reference/alarm-limits.ts';
import type { AnnotationScope } from '../../reference/annotation-scope.ts';
import { clock, kindTitle } from '../../reporting/format.ts';
import { alarmStrip } from '../../strips/alarm-strip.ts';
import { falseAlarmStrips, leadOf, missedEventStrips } from '../../strips/outcome-strips.ts';
import { recordingStrip } from '../../strips/recording-strip.ts';

/** The alarms of one record, judged. */
export interface RecordAlarms extends JudgedRun {
  readonly leads: readonly string[];
  readonly annotated: boolean;
  readonly model: Pick<RecordModel, 'version' | 'crossValidated' | 'seenBy'>;
  /** Where the header has a bedside monitor's alarm. */
  readonly bedside?: BedsideOutcome;
  readonly strips: {
    /** Events without an alarm, and true bedside alarms that were not repeated. */
    readonly missed: readonly Strip[];
    /** False alarms, and false bedside alarms that were repeated. */
    readonly wrong: readonly Strip[];
    /** Clinical alarms of a record without annotations, three at most. */
    readonly unjudged: readonly Strip[];
  };
}

export interface RecordAlarmsOptions {
  readonly scope: AnnotationScope;
  /** Limits that differ from the product's. Default: none */
  readonly limits?: Partial<AlarmLimits>;
}

const mostUnjudged = 3;

/** Sends the leads of one record through the live path, and judges its alarms by what the record tells. */
export async function recordAlarms(
  leads: readonly [EcgRecording, ...EcgRecording[]],
  model: RecordModel,
  { scope, limits = {} }: RecordAlarmsOptions,
): Promise<RecordAlarms> {
  const [first] = leads;
  const run = await runLivePath(leads, model, settingsWith(limits));
  const judged = judgeAlarms(first, run, { scope, limits: { ...challengeLimits, ...limits } });
  const history = alarmHistory(run.alarmEvents, secondsOf(first));
  const clinical = history.raised.filter(({ kind }) => !isTechnical(kind));
  const alarm = bedsideAlarm(first.comments);
  const bedside = alarm && bedsideOutcome(alarm, history);
  const annotated = first.annotations.length > 0;
  return {
    ...judged,
    leads: leads.map(({ lead }) => lead),
    annotated,
    model: { version: model.version, crossValidated: model.crossValidated, seenBy: model.seenBy },
    ...(bedside && { bedside }),
    strips: {
      missed: [...missedEventStrips(first, judged), ...bedsideStrips(first, bedside, true)],
      wrong: [...falseAlarmStrips(leads, judged), ...bedsideStrips(first, bedside, false)],
      unjudged:
        annotated || bedside !== undefined
          ? []
          : clinical
              .slice(0, mostUnjudged)
              .map((raised) => alarmStrip(leadOf(leads, raised), raised, 'alarm')),
    },
  };
}

/** The seconds before 5:00 if the live path and the experts disagree about the bedside alarm. */
function bedsideStrips(
  recording: EcgRecording,
  bedside: BedsideOutcome | undefined,
  isTrue: boolean,
): Strip[] {
  if (bedside?.isTrue !== isTrue || bedside.repeatedBy.length > 0 === isTrue) return [];
  const kind = bedside.kind.replaceAll('_', ' ').toLowerCase();
  const what = isTrue
    ? 'not repeated'
    : `false, repeated as ${bedside.repeatedBy.map(kindTitle).join(' and ')}`;
  const end = Math.min(bedsideSeconds, secondsOf(recording));
  return [
    recordingStrip(recording, {
      title: `Record ${recording.name} at ${clock(end)}: bedside alarm of ${kind}, ${what}`,
      aroundSeconds: end - 5,
      seconds: 12,
      markers: [{ seconds: end, label: 'bedside alarm', kind: 'event' }],
    }),
  ];
}

const bedsideSeconds = 300;
