import { join } from 'node:path';
import { beatFeatureNames, encodeTogether, WearableAdaptation, wearableInput } from '@beatwatch/adaptation';
import { beatClasses, type BeatClass } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import type { ScoringEngine } from '@beatwatch/model-core';
import { readEcgLeads, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { mixNoise, type NoiseName } from '../../noise/mix-noise.ts';
import { normalRhythmDataSet, type BeatRecord } from '../../training-data/beat-records.ts';
import { observeRecording, type ObservedBeat } from '../wearable/observed-record.ts';

/** One lead of a record, clean or with noise. */
interface RecordLead extends BeatRecord {
  readonly noisy: boolean;
  /** Place of the lead in the record, from 0. */
  readonly lead: number;
  /** Number of the record's leads. */
  readonly leads: number;
}

/** Beats of one lead with their features. */
export interface LabelledBeats extends RecordLead {
  /** `[beats × features]`. */
  readonly features: Float32Array;
  /** Index of each beat's class among `beatClasses`; -1 where it has none. */
  readonly targets: Int8Array;
  /** Of each beat, from the record's start. */
  readonly seconds: Float64Array;
  /** Reconstruction loss of each over the patient's usual one, the anomaly score. */
  readonly anomalyScores: Float64Array;
}

/** Beats of one lead as the live path cuts them, before any autoencoder has seen them. */
export interface LeadBeats extends RecordLead {
  readonly beats: readonly ObservedBeat[];
}

/** Noise that is added to every second record, by turns. */
const noisePlans: readonly (readonly [NoiseName, number])[] = [
  ['em', 6],
  ['em', 0],
  ['ma', 6],
  ['ma', 0],
  ['bw', 0],
];

/**
 * Yields the beats of each lead of a record, and of every second record once more with noise, as beats must also be told
 * while somebody walks. Each lead gets a channel of the noise of its own.
 */
export async function* leadBeats(
  record: BeatRecord,
  options: { readonly dataFolder: string; readonly models: SignalModels; readonly index: number },
): AsyncGenerator<LeadBeats, void, undefined> {
  const { dataFolder, models, index } = options;
  const recordings = await readEcgLeads(join(dataFolder, record.dataSet), record.name);
  const of = (lead: number) => ({ ...record, lead, leads: recordings.length });
  for (const [lead, recording] of recordings.entries()) {
    yield { ...of(lead), noisy: false, beats: observeRecording(recording, models) };
  }
  if (index % 2 === 1) return;
  const [name, snrDb] = noisePlans[(index / 2) % noisePlans.length] ?? ['em', 6];
  const channels = await readEcgLeads(join(dataFolder, 'nstdb'), name);
  for (const [lead, recording] of recordings.entries()) {
    const noise = channels[lead % channels.length] ?? channels[0];
    const mixed = noisyRecording(recording, noise, snrDb);
    if (mixed !== undefined) yield { ...of(lead), noisy: true, beats: observeRecording(mixed, models) };
  }
}

/** Length from which a recording has noise added: five clean minutes come first. */
const fewestSeconds = 600;

function noisyRecording(clean: EcgRecording, noise: EcgRecording, snrDb: number): EcgRecording | undefined {
  if (clean.samples.length < fewestSeconds * clean.samplingRateHz) return undefined;
  return mixNoise(clean, noise, snrDb, { continuous: false }).recording;
}

const largestBatch = 64;

/** Adapts to one lead of a patient as the live path does and measures the features of each beat. */
export async function labelledBeats(
  { beats, ...record }: LeadBeats,
  engine: Pick<ScoringEngine, 'score' | 'sampleCount'>,
): Promise<LabelledBeats> {
  const adaptation = WearableAdaptation.begin(undefined);
  const columns = beatFeatureNames.length;
  const features = new Float32Array(beats.length * columns);
  const anomalyScores = new Float64Array(beats.length);
  for (let from = 0; from < beats.length; from += largestBatch) {
    const batch = beats.slice(from, from + largestBatch);
    const encoded = await encodeTogether(
      engine,
      batch.map(({ beat }) => wearableInput(beat)),
    );
    batch.forEach(({ beat, learnable }, index) => {
      const code = encoded[index];
      if (code === undefined) return;
      features.set(adaptation.features(beat, code), (from + index) * columns);
      anomalyScores[from + index] = adaptation.judge(beat, code, { learn: learnable }).anomalyScore;
    });
  }
  return {
    ...record,
    features,
    targets: Int8Array.from(beats, (observed) => {
      const beatClass = classOf(record, observed);
      return beatClass === undefined ? -1 : beatClasses.indexOf(beatClass);
    }),
    seconds: Float64Array.from(beats, ({ seconds }) => seconds),
    anomalyScores,
  };
}

/** A recording of normal rhythm has no annotated beats: they are normal where the signal is good, and may be artefacts elsewhere. */
const classOf = ({ dataSet }: BeatRecord, { beatClass, learnable }: ObservedBeat): BeatClass | undefined =>
  dataSet === normalRhythmDataSet && !learnable ? 'U' : beatClass;
