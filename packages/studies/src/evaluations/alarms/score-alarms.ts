import { alarmKinds, isTechnical, type AlarmKind, type AlarmPriority } from '@beatwatch/contracts';
import type { Strip } from '@beatwatch/report';
import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import {
  readEcgRecording,
  recordNames,
  secondsOf,
  type EcgRecording,
} from '../../live-path/ecg-recording.ts';
import type { EvaluationModels } from '../../live-path/evaluation-models.ts';
import { runLivePath, type LiveRun } from '../../live-path/live-run.ts';
import { alarmStrip } from '../../strips/alarm-strip.ts';
import { alarmHistory, technicalSeconds } from '../../alarm-outcomes/alarm-outcome.ts';
import { alarmFigures, type AlarmFigures, type AlarmOutcome } from '../../alarm-outcomes/alarm-figures.ts';
import { judgeAlarms } from '../../alarm-outcomes/judge-alarms.ts';

/** An alarm of the list. */
export interface ListedAlarm {
  readonly kind: AlarmKind;
  readonly priority: AlarmPriority;
  /** When it became known, from the recording's start. */
  readonly seconds: number;
  /** Heart rate in bpm, pause in s, or an index from 0 to 1. */
  readonly measure?: number;
  /** Whether the annotations support its claim; absent for technical alarms and without annotations. */
  readonly isTrue?: boolean;
}

interface AlarmRecord {
  readonly lead: string;
  readonly seconds: number;
  readonly annotated: boolean;
  readonly clinicalAlarms: number;
  readonly technicalShare: number;
  readonly alarms: readonly ListedAlarm[];
}

export interface AlarmEvaluation {
  readonly pooled: {
    readonly hours: number;
    readonly clinicalAlarms: number;
    readonly clinicalAlarmsPerHour: number;
    readonly technicalShare: number;
    readonly alarmsByKind: Readonly<Partial<Record<AlarmKind, number>>>;
    /** Of the annotated records alone; absent if there are none. */
    readonly annotated?: AlarmFigures;
  };
  readonly records: Readonly<Record<string, AlarmRecord>>;
}

export interface ScoredAlarms {
  readonly evaluation: AlarmEvaluation;
  readonly strips: readonly Strip[];
}

/** Strips of one record at most. */
const mostStrips = 3;

/** Sends records through the live path, lists their alarms, and judges them where there are annotations. */
export async function scoreAlarms(
  { folder, only, onProgress }: RecordsOptions,
  models: EvaluationModels,
): Promise<ScoredAlarms> {
  const names = await recordNames(folder, only);
  const records: Record<string, AlarmRecord> = {};
  const outcomes: AlarmOutcome[] = [];
  const strips: Strip[] = [];
  for (const [index, name] of names.entries()) {
    onProgress?.({ name, variant: 'clean', record: index + 1, records: names.length });
    const recording = await readEcgRecording(folder, name);
    const model = await models.for(name);
    const run = await runLivePath(recording, model);
    const { record, outcome } = listed(recording, run);
    records[name] = record;
    if (outcome !== undefined) outcomes.push(outcome);
    const clinical = alarmHistory(run.alarmEvents, secondsOf(recording)).raised.filter(
      ({ kind }) => !isTechnical(kind),
    );
    strips.push(...clinical.slice(0, mostStrips).map((alarm) => alarmStrip(recording, alarm, 'alarm')));
  }
  return { evaluation: { pooled: pooled(Object.values(records), outcomes), records }, strips };
}

function listed(
  recording: EcgRecording,
  run: LiveRun,
): { readonly record: AlarmRecord; readonly outcome?: AlarmOutcome } {
  const seconds = secondsOf(recording);
  const annotated = recording.annotations.length > 0;
  const history = alarmHistory(run.alarmEvents, seconds);
  const outcome = annotated ? judgeAlarms(recording, run) : undefined;
  const judgedAlarms = outcome?.alarms.values();
  const alarms = history.raised.map(({ kind, seconds: at, event }): ListedAlarm => {
    const isTrue = isTechnical(kind) ? undefined : judgedAlarms?.next().value?.isTrue;
    const { measure } = event.evidence;
    return {
      kind,
      priority: event.priority,
      seconds: at,
      ...(measure !== undefined && { measure }),
      ...(isTrue !== undefined && { isTrue }),
    };
  });
  const record = {
    lead: recording.lead,
    seconds,
    annotated,
    clinicalAlarms: alarms.filter(({ kind }) => !isTechnical(kind)).length,
    technicalShare: technicalSeconds(history) / seconds,
    alarms,
  };
  return { record, ...(outcome !== undefined && { outcome }) };
}

function pooled(
  records: readonly AlarmRecord[],
  outcomes: readonly AlarmOutcome[],
): AlarmEvaluation['pooled'] {
  const hours = records.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
  const clinicalAlarms = records.reduce((sum, record) => sum + record.clinicalAlarms, 0);
  const technical = records.reduce((sum, { technicalShare, seconds }) => sum + technicalShare * seconds, 0);
  const alarmsByKind: Partial<Record<AlarmKind, number>> = {};
  for (const kind of alarmKinds) {
    const count = records.flatMap(({ alarms }) => alarms).filter((alarm) => alarm.kind === kind).length;
    if (count > 0) alarmsByKind[kind] = count;
  }
  return {
    hours,
    clinicalAlarms,
    clinicalAlarmsPerHour: clinicalAlarms / hours,
    technicalShare: technical / (3600 * hours),
    alarmsByKind,
    ...(outcomes.length > 0 && { annotated: alarmFigures(outcomes) }),
  };
}
