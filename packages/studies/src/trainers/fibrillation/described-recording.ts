import {
  advanceFibrillation,
  describeFibrillationSecond,
  fibrillationDesign,
  fibrillationState,
  type FibrillationFeatures,
} from '@beatwatch/ecg';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { fibrillationEpisodes, type RhythmEvent } from '../../reference/rhythm-events.ts';

/** Target of a second's window; absent if it is ambiguous. */
type WindowTarget = 'fibrillation' | 'other';

interface DescribedSecond {
  /** Absent if the index is 0 regardless of the model. */
  readonly features?: FibrillationFeatures;
  readonly target?: WindowTarget;
}

/** Features and targets of one recording, clean or with noise, as the live path's fibrillation index gets them. */
export interface DescribedRecording {
  /** Folder of the record. */
  readonly dataSet: string;
  readonly record: string;
  /** Name of the group in the report, such as `mitdb` or `em 6 dB`. */
  readonly group: string;
  readonly seconds: readonly DescribedSecond[];
  readonly fibrillations: readonly RhythmEvent[];
  /** Annotated ventricular tachycardia or flutter, from and to in seconds. An alarm there does not count as false. */
  readonly tachycardias: readonly (readonly [number, number])[];
}

/** Length of a window that ends with its second. */
const windowSeconds = 3.2;
/** The rhythm may change this long before an annotated onset, which annotators set where they are certain. */
const uncertainSeconds = 10;

export function describeRecording(
  recording: EcgRecording,
  { dataSet, record, group }: Pick<DescribedRecording, 'dataSet' | 'record' | 'group'>,
): DescribedRecording {
  const { samples, samplingRateHz, microvoltsPerCount, annotations } = recording;
  const fibrillations = fibrillationEpisodes(annotations, samplingRateHz, secondsOf(recording));
  const tachycardias = annotatedTachycardias(recording);
  const design = fibrillationDesign(samplingRateHz);
  const state = fibrillationState();
  const secondLength = Math.floor(samplingRateHz);
  const seconds: DescribedSecond[] = [];
  for (let from = 0; from + secondLength <= samples.length; from += secondLength) {
    advanceFibrillation(state, design, samples.subarray(from, from + secondLength), microvoltsPerCount);
    const features = describeFibrillationSecond(state, design);
    const endSeconds = (from + secondLength) / samplingRateHz;
    const target = targetOf(endSeconds, fibrillations, tachycardias);
    seconds.push({ ...(features && { features }), ...(target && { target }) });
  }
  return { dataSet, record, group, seconds, fibrillations, tachycardias };
}

function targetOf(
  end: number,
  fibrillations: readonly RhythmEvent[],
  tachycardias: DescribedRecording['tachycardias'],
): WindowTarget | undefined {
  const begin = end - windowSeconds;
  const isWithin = fibrillations.some(
    ({ onsetSeconds, endSeconds }) => begin >= onsetSeconds && end <= endSeconds,
  );
  if (isWithin) return 'fibrillation';
  const isNear = fibrillations.some(
    ({ onsetSeconds, endSeconds }) => end > onsetSeconds - uncertainSeconds && begin < endSeconds,
  );
  const isTachycardia = tachycardias.some(([from, to]) => end > from && begin < to);
  return isNear || isTachycardia ? undefined : 'other';
}

/** `(VT` and `(VFL` of the rhythm annotations, each up to the next rhythm. */
function annotatedTachycardias(recording: EcgRecording): (readonly [number, number])[] {
  const { annotations, samplingRateHz } = recording;
  const rhythms = annotations.filter(({ symbol }) => symbol === '+');
  return rhythms.flatMap(({ aux = '', sample }, index) => {
    if (!/^\((VT|VFL)/.test(aux)) return [];
    const next = rhythms[index + 1];
    const to = next === undefined ? secondsOf(recording) : next.sample / samplingRateHz;
    return [[sample / samplingRateHz, to] as const];
  });
}

/** Recordings of one patient stay together. */
export const patientOf = ({ dataSet, record }: DescribedRecording): string => `${dataSet} ${record}`;
