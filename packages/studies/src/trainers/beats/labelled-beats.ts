import { join } from 'node:path';
import { beatFeatureNames, encodeTogether, WearableAdaptation, wearableInput } from '@beatwatch/adaptation';
import { beatClasses } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import type { ScoringEngine } from '@beatwatch/model-core';
import { readEcgRecording, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { mixNoise, type NoiseName } from '../../noise/mix-noise.ts';
import { resampledNoise } from '../../noise/resample-noise.ts';
import type { BeatRecord } from '../../training-data/beat-records.ts';
import { observeRecording, type ObservedBeat } from '../wearable/observed-record.ts';

/** Beats of a record, clean or with noise, with their features. */
export interface LabelledBeats extends BeatRecord {
  readonly noisy: boolean;
  /** `[beats × features]`. */
  readonly features: Float32Array;
  /** Index of each beat's class among `beatClasses`; -1 where it has none. */
  readonly targets: Int8Array;
  /** Of each beat, from the record's start. */
  readonly seconds: Float64Array;
  /** Reconstruction loss of each over the patient's usual one, the anomaly score. */
  readonly anomalyScores: Float64Array;
}

/** Beats of a record as the live path cuts them, before any autoencoder has seen them. */
export interface RecordBeats extends BeatRecord {
  readonly noisy: boolean;
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

/** Yields the beats of a record, and of every second once more with noise, as beats must also be told while somebody walks. */
export async function* recordBeats(
  record: BeatRecord,
  options: { readonly dataFolder: string; readonly models: SignalModels; readonly index: number },
): AsyncGenerator<RecordBeats, void, undefined> {
  const { dataFolder, models, index } = options;
  const recording = await readEcgRecording(join(dataFolder, record.dataSet), record.name);
  yield { ...record, noisy: false, beats: observeRecording(recording, models) };
  if (index % 2 === 1) return;
  const [name, snrDb] = noisePlans[(index / 2) % noisePlans.length] ?? ['em', 6];
  const noise = await readEcgRecording(join(dataFolder, 'nstdb'), name);
  const mixed = noisyRecording(recording, noise, snrDb);
  if (mixed !== undefined) yield { ...record, noisy: true, beats: observeRecording(mixed, models) };
}

/** Length from which a recording has noise added: five clean minutes come first. */
const fewestSeconds = 600;

function noisyRecording(clean: EcgRecording, noise: EcgRecording, snrDb: number): EcgRecording | undefined {
  if (clean.samples.length < fewestSeconds * clean.samplingRateHz) return undefined;
  const resampled = resampledNoise(noise, clean.samplingRateHz);
  return mixNoise(clean, resampled, snrDb, { continuous: false }).recording;
}

const largestBatch = 64;

/** Adapts to a record's patient as the live path does and measures the features of each beat. */
export async function labelledBeats(
  { beats, ...record }: RecordBeats,
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
    targets: Int8Array.from(beats, ({ beatClass }) =>
      beatClass === undefined ? -1 : beatClasses.indexOf(beatClass),
    ),
    seconds: Float64Array.from(beats, ({ seconds }) => seconds),
    anomalyScores,
  };
}
