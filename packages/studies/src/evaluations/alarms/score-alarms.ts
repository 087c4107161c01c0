import { alarmKinds, isTechnical, type AlarmKind } from '@beatwatch/contracts';
import type { Strip } from '@beatwatch/report';
import {
  alarmFigures,
  alarmIntervals,
  type AlarmFigures,
  type AlarmIntervals,
  type AlarmOutcome,
} from '../../alarm-outcomes/alarm-figures.ts';
import { sounds } from '../../alarm-outcomes/alarm-outcome.ts';
import {
  bedsideFigures,
  bedsideIntervals,
  bedsideKinds,
  type BedsideFigures,
  type BedsideKind,
  type BedsideOutcome,
} from '../../alarm-outcomes/bedside-alarm.ts';
import type { ListedAlarm } from '../../alarm-outcomes/listed-alarm.ts';
import {
  falseAlarms,
  missedEvents,
  type FalseAlarm,
  type MissedEvent,
} from '../../alarm-outcomes/listed-errors.ts';
import { readEcgLeads, recordNames, type LeadChoice } from '../../live-path/ecg-recording.ts';
import type { EvaluationModels } from '../../live-path/evaluation-models.ts';
import { seenCounts } from '../../live-path/seen-by.ts';
import type { AlarmLimits } from '../../reference/alarm-limits.ts';
import { readAnnotationScope, type AnnotationScope } from '../../reference/annotation-scope.ts';
import { eachRecord, type UnreadableRecord } from '../../reporting/each-record.ts';
import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import { recordAlarms, type RecordAlarms } from './record-alarms.ts';

/** An alarm of the list. */
export interface JudgedListedAlarm extends ListedAlarm {
  /** Whether the annotations support its claim; absent for technical alarms and where nothing tells. */
  readonly isTrue?: boolean;
}

interface AlarmRecord extends Pick<AlarmOutcome, 'open' | 'latched' | 'events'> {
  readonly leads: readonly string[];
  readonly seconds: number;
  readonly annotated: boolean;
  readonly crossValidated: boolean;
  readonly clinicalAlarms: number;
  readonly technicalShare: number;
  readonly alarms: readonly JudgedListedAlarm[];
  readonly bedside?: BedsideOutcome;
}

type JudgedBedside = BedsideFigures & { readonly intervals: ReturnType<typeof bedsideIntervals> };

export interface AlarmEvaluation {
  /** The leads that were sent. */
  readonly leads: LeadChoice;
  /** What the annotations of the data set tell; alarms about other things are unchecked. */
  readonly scope: AnnotationScope;
  readonly pooled: {
    readonly hours: number;
    readonly clinicalAlarms: number;
    readonly clinicalAlarmsPerHour: number;
    /** Of medium or high priority, right or false. */
    readonly soundingAlarmsPerHour: number;
    readonly technicalShare: number;
    readonly alarmsByKind: Readonly<Partial<Record<AlarmKind, number>>>;
    /** Of the annotated records alone; absent if there are none. */
    readonly annotated?: AlarmFigures & { readonly intervals: AlarmIntervals };
  };
  /** Bedside alarms of the CinC Challenge 2015; absent without them. */
  readonly bedside?: {
    readonly pooled: JudgedBedside;
    readonly kinds: Readonly<Partial<Record<BedsideKind, JudgedBedside>>>;
  };
  readonly missedEvents: readonly MissedEvent[];
  readonly falseAlarms: readonly FalseAlarm[];
  readonly records: Readonly<Record<string, AlarmRecord>>;
  /** Number of these records that each kind of signal model learned from. */
  readonly seenBy: Readonly<Record<string, number>>;
  readonly unreadable: readonly UnreadableRecord[];
}

export interface ScoredAlarms {
  readonly evaluation: AlarmEvaluation;
  readonly strips: RecordAlarms['strips'];
}

export interface ScoreAlarmsOptions extends RecordsOptions {
  /** Default: all. */
  readonly leads?: LeadChoice;
  /** Limits that differ from the product's. Default: none */
  readonly limits?: Partial<AlarmLimits>;
}

/** Sends records through the live path, lists their alarms, and judges them by what the records tell. */
export async function scoreAlarms(
  { folder, only, leads = 'all', limits = {}, onProgress }: ScoreAlarmsOptions,
  models: EvaluationModels,
): Promise<ScoredAlarms> {
  const all = await recordNames(folder);
  const names = only === undefined ? all : await recordNames(folder, only);
  const scope = await readAnnotationScope(folder, all);
  const { outcomes, unreadable } = await eachRecord(names, async (name, index) => {
    onProgress?.({ name, variant: 'clean', record: index + 1, records: names.length });
    return recordAlarms(await readEcgLeads(folder, name, leads), await models.for(name), { scope, limits });
  });
  return scoredAlarms(outcomes, { leads, scope, unreadable });
}

/** The figures of judged records. */
export function scoredAlarms(
  outcomes: readonly RecordAlarms[],
  rest: Pick<AlarmEvaluation, 'leads' | 'scope' | 'unreadable'>,
): ScoredAlarms {
  const bedside = outcomes.flatMap(({ name, bedside: found }) => (found ? [{ ...found, name }] : []));
  const annotated = outcomes.filter((outcome) => outcome.annotated);
  const strips = (name: keyof RecordAlarms['strips']): Strip[] =>
    outcomes.flatMap((outcome) => outcome.strips[name]);
  return {
    evaluation: {
      ...rest,
      pooled: {
        ...pooled(outcomes),
        ...(annotated.length > 0 && {
          annotated: { ...alarmFigures(annotated), intervals: alarmIntervals(annotated) },
        }),
      },
      ...(bedside.length > 0 && {
        bedside: {
          pooled: withIntervals(bedside),
          kinds: Object.fromEntries(
            bedsideKinds.flatMap((kind) => {
              const members = bedside.filter((outcome) => outcome.kind === kind);
              return members.length === 0 ? [] : [[kind, withIntervals(members)]];
            }),
          ),
        },
      }),
      seenBy: seenCounts(outcomes),
      missedEvents: missedEvents(annotated),
      falseAlarms: falseAlarms(annotated),
      records: Object.fromEntries(outcomes.map((outcome) => [outcome.name, recordOf(outcome)])),
    },
    strips: { missed: strips('missed'), wrong: strips('wrong'), unjudged: strips('unjudged') },
  };
}

const withIntervals = (outcomes: Parameters<typeof bedsideIntervals>[0]): JudgedBedside => ({
  ...bedsideFigures(outcomes),
  intervals: bedsideIntervals(outcomes),
});

function recordOf(outcome: RecordAlarms): AlarmRecord {
  const { leads, recordSeconds, annotated, open, latched, events, bedside } = outcome;
  return {
    leads,
    seconds: recordSeconds,
    annotated,
    crossValidated: outcome.model.crossValidated,
    clinicalAlarms: clinical(outcome).length,
    technicalShare: outcome.technicalSeconds / recordSeconds,
    alarms: outcome.alarms.map(withVerdict),
    open,
    latched,
    events,
    ...(bedside && { bedside }),
  };
}

function withVerdict(alarm: ListedAlarm): JudgedListedAlarm {
  if (alarm.verdict === undefined || alarm.verdict === 'unchecked') return alarm;
  return { ...alarm, isTrue: alarm.verdict === 'right' };
}

const clinical = ({ alarms }: Pick<AlarmOutcome, 'alarms'>): ListedAlarm[] =>
  alarms.filter(({ kind }) => !isTechnical(kind));

function pooled(outcomes: readonly RecordAlarms[]): Omit<AlarmEvaluation['pooled'], 'annotated'> {
  const seconds = outcomes.reduce((sum, { recordSeconds }) => sum + recordSeconds, 0);
  const alarms = outcomes.flatMap((outcome) => clinical(outcome));
  const technical = outcomes.reduce((sum, { technicalSeconds }) => sum + technicalSeconds, 0);
  const everyAlarm = outcomes.flatMap((outcome) => outcome.alarms);
  const alarmsByKind: Partial<Record<AlarmKind, number>> = {};
  for (const kind of alarmKinds) {
    const count = everyAlarm.filter((alarm) => alarm.kind === kind).length;
    if (count > 0) alarmsByKind[kind] = count;
  }
  const hours = seconds / 3600;
  return {
    hours,
    clinicalAlarms: alarms.length,
    clinicalAlarmsPerHour: alarms.length / hours,
    soundingAlarmsPerHour: alarms.filter(({ priority }) => sounds(priority)).length / hours,
    technicalShare: technical / seconds,
    alarmsByKind,
  };
}
