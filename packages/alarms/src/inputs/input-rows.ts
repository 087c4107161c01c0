import type { JudgedBeat, JudgedSecond } from '../state.ts';
import type { AlarmInput } from './alarm-input.ts';

/**
 * Inputs as rows of the same fields, which are stored in little space: what alarms do not depend on is left out, and what is
 * absent is undefined.
 */
export interface InputRows {
  /** Which list each input is the next of: 0 beats, 1 seconds, 2 others. */
  readonly order: readonly number[];
  readonly beats: readonly BeatRow[];
  readonly seconds: readonly SecondRow[];
  readonly others: readonly Exclude<AlarmInput, { readonly kind: 'beat' | 'second' }>[];
}

interface BeatRow {
  readonly lead: string;
  readonly axis: number | undefined;
  readonly timeUs: number;
  readonly endTimeUs: number;
  readonly rrIntervalMs: number;
  readonly anomalyScore: number;
  readonly threshold: number | undefined;
  readonly clearThreshold: number | undefined;
  readonly learnedThreshold: number | undefined;
  readonly learnedClearThreshold: number | undefined;
  readonly anomalous: boolean;
  readonly ventricular: boolean;
  readonly strength: number | undefined;
  /** Probabilities of these classes; alarms need no others. */
  readonly n: number | undefined;
  readonly s: number | undefined;
  readonly v: number | undefined;
  readonly f: number | undefined;
  readonly atrialLogOdds: number | undefined;
}

interface SecondRow extends Pick<
  JudgedSecond,
  'lead' | 'timeUs' | 'endTimeUs' | 'qualityIndex' | 'faults' | 'fibrillationIndex'
> {
  readonly axis: number | undefined;
  readonly qrsShare: number | undefined;
  readonly behindLogUs: number | undefined;
  readonly ventricularLogOdds: number | undefined;
  readonly ventricularPossible: boolean | undefined;
}

export const noRows: InputRows = { order: [], beats: [], seconds: [], others: [] };

export function withRow(rows: InputRows, input: AlarmInput): InputRows {
  switch (input.kind) {
    case 'beat':
      return { ...rows, order: [...rows.order, 0], beats: [...rows.beats, beatRow(input.beat)] };
    case 'second':
      return { ...rows, order: [...rows.order, 1], seconds: [...rows.seconds, secondRow(input.second)] };
    default:
      return { ...rows, order: [...rows.order, 2], others: [...rows.others, input] };
  }
}

/**
 * @returns the inputs, in their order
 * @throws RangeError where the rows are fewer than their order says
 */
export function* inputsOf({ order, beats, seconds, others }: InputRows): Generator<AlarmInput> {
  const next = [0, 0, 0];
  for (const list of order) {
    const index = next[list] ?? 0;
    next[list] = index + 1;
    const [beat, second, other] = [beats[index], seconds[index], others[index]];
    if (list === 0 && beat !== undefined) yield { kind: 'beat', beat: beatFrom(beat) };
    else if (list === 1 && second !== undefined) yield { kind: 'second', second: secondFrom(second) };
    else if (list === 2 && other !== undefined) yield other;
    else throw new RangeError(`stored inputs of alarms: row ${index} of list ${list} is missing`);
  }
}

const beatRow = (beat: JudgedBeat): BeatRow => ({
  lead: beat.lead,
  axis: beat.axis,
  timeUs: beat.timeUs,
  endTimeUs: beat.endTimeUs,
  rrIntervalMs: beat.rrIntervalMs,
  anomalyScore: beat.anomalyScore,
  threshold: beat.threshold,
  clearThreshold: beat.clearThreshold,
  learnedThreshold: beat.learned?.threshold,
  learnedClearThreshold: beat.learned?.clearThreshold,
  anomalous: beat.anomalous,
  ventricular: beat.ventricular,
  strength: beat.strength,
  n: beat.classProbabilities?.N,
  s: beat.classProbabilities?.S,
  v: beat.classProbabilities?.V,
  f: beat.classProbabilities?.F,
  atrialLogOdds: beat.atrialLogOdds,
});

function beatFrom(row: BeatRow): JudgedBeat {
  const { lead, timeUs, endTimeUs, rrIntervalMs, anomalyScore, anomalous, ventricular } = row;
  const { axis, threshold, clearThreshold, strength, atrialLogOdds, n, s, v, f } = row;
  const { learnedThreshold, learnedClearThreshold } = row;
  const isLearned = learnedThreshold !== undefined && learnedClearThreshold !== undefined;
  const hasClasses = n !== undefined && s !== undefined && v !== undefined && f !== undefined;
  return {
    lead,
    timeUs,
    endTimeUs,
    rrIntervalMs,
    anomalyScore,
    anomalous,
    ventricular,
    ...(axis !== undefined && { axis }),
    ...(threshold !== undefined && { threshold }),
    ...(clearThreshold !== undefined && { clearThreshold }),
    ...(isLearned && { learned: { threshold: learnedThreshold, clearThreshold: learnedClearThreshold } }),
    ...(strength !== undefined && { strength }),
    ...(hasClasses && { classProbabilities: { N: n, S: s, V: v, F: f } }),
    ...(atrialLogOdds !== undefined && { atrialLogOdds }),
  };
}

const secondRow = (second: JudgedSecond): SecondRow => ({
  lead: second.lead,
  axis: second.axis,
  timeUs: second.timeUs,
  endTimeUs: second.endTimeUs,
  qualityIndex: second.qualityIndex,
  faults: second.faults,
  fibrillationIndex: second.fibrillationIndex,
  qrsShare: second.qrsShare,
  behindLogUs: second.behindLogUs,
  ventricularLogOdds: second.ventricularLogOdds,
  ventricularPossible: second.ventricularPossible,
});

function secondFrom(row: SecondRow): JudgedSecond {
  const { axis, qrsShare, behindLogUs, ventricularLogOdds, ventricularPossible, ...second } = row;
  return {
    ...second,
    ...(axis !== undefined && { axis }),
    ...(qrsShare !== undefined && { qrsShare }),
    ...(behindLogUs !== undefined && { behindLogUs }),
    ...(ventricularLogOdds !== undefined && { ventricularLogOdds }),
    ...(ventricularPossible !== undefined && { ventricularPossible }),
  };
}
