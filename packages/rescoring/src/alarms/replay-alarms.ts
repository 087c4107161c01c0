import { setImmediate as breathe } from 'node:timers/promises';
import { levelsWith } from '@beatwatch/adaptation/levels';
import {
  AlarmMonitor,
  applyInput,
  defaultAlarmSettings,
  type AlarmInput,
  type AlarmSettings,
  type JudgedBeat,
} from '@beatwatch/alarms';
import type { AlarmEvent, AlarmLimits, PatientId } from '@beatwatch/contracts';
import type { Repositories } from '@beatwatch/timescale';
import { RescoreError } from '../errors.ts';
import { alarmCourses, compareAlarms, type AlarmComparison } from './compare-alarms.ts';
import { withOwnLimits } from './own-limits.ts';
import { readInputs } from './stored-inputs.ts';

export interface ReplayOptions {
  readonly repositories: {
    readonly alarmInputs: Pick<Repositories['alarmInputs'], 'list' | 'read'>;
    readonly alarms: Pick<Repositories['alarms'], 'changes'>;
  };
  readonly patientId: PatientId;
  /** First time at which alarms are compared, epoch microseconds: from there on the threshold is another one. */
  readonly sinceUs: number;
  /** Exclusive. Default: the end of what is stored. */
  readonly untilUs?: number;
  /** Threshold of the anomaly score, or the learned one, in place of the one that was in force. Default: that. */
  readonly threshold?: number | 'learned';
  /** The patient's own limits in place of those that were in force; empty: those of the ward alone. Default: those. */
  readonly limits?: AlarmLimits;
  /** Limits of the alarms where people have set none. Default: those of the product. */
  readonly settings?: AlarmSettings;
  /** @param share of what is stored that is decided, 0 to 1 */
  readonly onProgress?: (share: number) => void;
  /** Ends the work, which rejects with its reason. */
  readonly signal?: AbortSignal;
}

export interface ReplayedAlarms {
  readonly patientId: PatientId;
  /** The compared time. It begins later than was asked for where nothing is stored of before, and ends with the last stored block. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly beats: number;
  /** Beats that were anomalous, and those that are with the other threshold. */
  readonly anomalousBefore: number;
  readonly anomalousBeats: number;
  readonly alarms: AlarmComparison;
  /** The changes of alarms of the compared time, in order. */
  readonly changes: readonly AlarmEvent[];
}

/** Later than any data. */
const endUs = 9e15;

/**
 * Decides a patient's alarms again from what they were decided by, with another threshold or other limits, and compares them with the stored
 * ones. Neither the signal nor its models are needed, and where a threshold is all that changes, nothing else would come out of
 * them: what is learned of a patient does not depend on it.
 * @throws RescoreError (`no-inputs`) where nothing is stored; (`other-model`) where a model makes more of a threshold than levels
 */
export async function replayAlarms(options: ReplayOptions): Promise<ReplayedAlarms> {
  const { repositories, patientId, sinceUs, untilUs = endUs, threshold, signal } = options;
  const { settings = defaultAlarmSettings } = options;
  const changes: AlarmEvent[] = [];
  const acknowledged = new Set<string>();
  let monitor: AlarmMonitor | undefined;
  let fromUs: number | undefined;
  let [beats, anomalousBefore, anomalousBeats] = [0, 0, 0];

  const decided = (input: AlarmInput): AlarmInput => {
    if (input.kind === 'acknowledge') acknowledged.add(actOf(input.command));
    if (input.kind !== 'beat' || input.beat.timeUs < sinceUs) return input;
    const beat = threshold === undefined ? input.beat : withThreshold(input.beat, threshold);
    beats += 1;
    if (input.beat.anomalous) anomalousBefore += 1;
    if (beat.anomalous) anomalousBeats += 1;
    return { kind: 'beat', beat };
  };

  for await (const { inputs, state, share } of readInputs({ repositories, patientId, sinceUs, untilUs })) {
    signal?.throwIfAborted();
    if (state !== undefined) monitor = new AlarmMonitor(patientId, settings, state ?? undefined);
    if (monitor === undefined) continue;
    fromUs ??= state === null ? sinceUs : Math.max(sinceUs, monitor.state.newestUs);
    const given = withOwnLimits(inputs, monitor, { limits: options.limits, sinceUs });
    for (const input of given) changes.push(...applyInput(monitor, decided(input)));
    options.onProgress?.(share);
    // For other work of the process.
    await breathe();
  }
  if (monitor === undefined || fromUs === undefined) throw withoutInputs(options);

  const { decidedUs, newestUs } = monitor.state;
  // What is decided later is later than this.
  const toUs = Math.min(untilUs, decidedUs > 0 ? decidedUs : newestUs);
  const from = fromUs;
  const compared = ({ raisedTimeUs, timeUs, actor, alarmId }: AlarmEvent): boolean =>
    raisedTimeUs >= from &&
    raisedTimeUs <= toUs &&
    (actor === undefined ? timeUs <= toUs : acknowledged.has(actOf({ alarmId, actor, timeUs })));
  const rangeOfAlarms = { patientId, fromUs, toUs: toUs + 1 };
  const stored = (await repositories.alarms.changes(rangeOfAlarms)).filter(compared);
  const replayed = changes.filter(compared);
  return {
    patientId,
    fromUs,
    toUs,
    beats,
    anomalousBefore,
    anomalousBeats,
    alarms: compareAlarms(alarmCourses(stored), alarmCourses(replayed)),
    changes: replayed,
  };
}

const actOf = (act: { readonly alarmId: string; readonly actor: string; readonly timeUs: number }): string =>
  `${act.alarmId}\n${act.actor}\n${act.timeUs}`;

/** The judgement with another threshold: while none has been learned, none is in force. */
function withThreshold(beat: JudgedBeat, threshold: number | 'learned'): JudgedBeat {
  if (beat.threshold === undefined) return beat;
  if (beat.learned === undefined) {
    throw new RescoreError(
      {
        field: 'model',
        expected: 'one whose classes do not depend on the threshold, such as the wearable model',
      },
      { code: 'other-model' },
    );
  }
  const levels = levelsWith(beat.learned, threshold === 'learned' ? undefined : threshold);
  return { ...beat, ...levels, anomalous: beat.anomalyScore > levels.threshold };
}

const withoutInputs = ({ patientId, sinceUs }: ReplayOptions): RescoreError =>
  new RescoreError(
    {
      field: `alarms of patient ${patientId} since ${new Date(sinceUs / 1000).toISOString()}`,
      expected: 'what they were decided by to be stored: the scorer stores it since this version',
    },
    { code: 'no-inputs' },
  );
