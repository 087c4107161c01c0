import { encodeTogether, patientModel, type BeatClassModel, type EncodedBeat } from '@beatwatch/adaptation';
import type { Beat } from '@beatwatch/contracts';
import type { Model, ScoringEngine } from '@beatwatch/model-core';
import type { ReferenceBeat, ReferenceSequence, ReferenceSet } from './reference-set.ts';

/** A model that may come into use. */
export interface Candidate {
  readonly model: Model;
  /** Tells the classes of a wearable model's beats. Default: no classes */
  readonly beats?: BeatClassModel;
}

/** What a model made of one beat. */
export interface JudgedBeat {
  readonly normal: boolean;
  /** Whether the form of an anomalous beat tells it. */
  readonly toldByForm: boolean;
  /** Anomaly score, 0 or more. */
  readonly score: number;
  /** Reconstruction loss, which knows nothing of the patient. */
  readonly loss: number;
  /** Called anomalous, or of another class than normal. */
  readonly flagged: boolean;
  /** Whether it is ventricular; absent where nobody has said so. */
  readonly ventricular?: boolean;
  readonly calledVentricular: boolean;
}

/** The judged beats of one patient. */
export interface JudgedSequence {
  readonly patient: string;
  readonly beats: readonly JudgedBeat[];
}

/** Beats of one run of the engine. */
const batchBeats = 256;

/** Judges every sequence of a set, one after the other, each from the beginning. */
export async function judgeSet(
  { judged, sequences }: ReferenceSet,
  candidate: Candidate,
  { engine, onSequence }: { readonly engine: ScoringEngine; readonly onSequence?: (index: number) => void },
): Promise<readonly JudgedSequence[]> {
  const { manifest } = candidate.model;
  const patient = patientModel(manifest, (inputs) => encodeTogether(engine, inputs), candidate.beats);
  const outcomes: JudgedSequence[] = [];
  for (const [index, sequence] of sequences.entries()) {
    onSequence?.(index);
    const encoded = await encodeAll(engine, sequence, patient.input);
    const beats =
      judged === 'adapted'
        ? adapted(sequence, encoded, patient.begin())
        : alone(sequence, encoded, manifest.threshold?.value ?? Number.POSITIVE_INFINITY);
    outcomes.push({ patient: sequence.patient, beats });
  }
  return outcomes;
}

async function encodeAll(
  engine: ScoringEngine,
  { beats }: ReferenceSequence,
  input: (beat: Beat) => Float32Array,
): Promise<EncodedBeat[]> {
  const encoded: EncodedBeat[] = [];
  for (let from = 0; from < beats.length; from += batchBeats) {
    const batch = beats.slice(from, from + batchBeats).map(({ beat }) => input(beat));
    encoded.push(...(await encodeTogether(engine, batch)));
  }
  return encoded;
}

function adapted(
  { beats }: ReferenceSequence,
  encoded: readonly EncodedBeat[],
  adaptation: ReturnType<ReturnType<typeof patientModel>['begin']>,
): JudgedBeat[] {
  return judgedOf(beats, encoded, ({ beat, learnable }, one) => {
    const judged = adaptation.judge(beat, one, { learn: learnable });
    const { anomalyScore, anomalous, ventricular, beatClass = 'N' } = judged;
    return {
      score: anomalyScore,
      loss: one.reconstructionLoss,
      flagged: anomalous || beatClass !== 'N',
      calledVentricular: ventricular,
    };
  });
}

const alone = (
  { beats }: ReferenceSequence,
  encoded: readonly EncodedBeat[],
  threshold: number,
): JudgedBeat[] =>
  judgedOf(beats, encoded, (_, { reconstructionLoss: loss }) => ({
    score: loss,
    loss,
    flagged: loss > threshold,
    calledVentricular: false,
  }));

/** Every beat is judged, since an adaptation learns from all; those that are known are returned. */
function judgedOf(
  beats: readonly ReferenceBeat[],
  encoded: readonly EncodedBeat[],
  judge: (
    beat: ReferenceBeat,
    encoded: EncodedBeat,
  ) => Omit<JudgedBeat, 'normal' | 'toldByForm' | 'ventricular'>,
): JudgedBeat[] {
  return beats.flatMap((beat, index) => {
    const one = encoded[index];
    if (one === undefined) return [];
    const judged = judge(beat, one);
    const { normal, toldByForm = true } = beat;
    if (normal === undefined) return [];
    const ventricular = ventricularOf(beat);
    return [{ normal, toldByForm, ...judged, ...(ventricular !== undefined && { ventricular }) }];
  });
}

/** Fusion beats are neither. */
function ventricularOf({ normal, beatClass }: ReferenceBeat): boolean | undefined {
  if (beatClass === undefined) return normal === true ? false : undefined;
  return beatClass === 'F' ? undefined : beatClass === 'V';
}
