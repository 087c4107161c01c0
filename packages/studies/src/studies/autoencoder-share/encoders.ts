import { rWindow88Microvolts } from '@beatwatch/contracts';
import {
  createModel,
  createOnnxScoringEngine,
  createTrainingEngine,
  examplesFingerprint,
  lstmAutoencoder,
  trainAutoencoder,
  type EpochProgress,
  type PrepareExample,
  type ScoringEngine,
} from '@beatwatch/model-core';
import { evenly } from './measures.ts';
import type { AutoencoderShareSettings } from './settings.ts';
import type { StudyPatient } from './study-beats.ts';

/** Normal beats of each patient, spread evenly over the recording. */
export const normalInputs = (patients: readonly StudyPatient[], most: number): Float32Array[] =>
  patients.flatMap(({ beats }) => {
    const normals = beats.filter(({ kind }) => kind === 'N');
    return evenly(normals, most).map(({ input }) => input);
  });

/** Trains an LSTM autoencoder on inputs and opens it. */
export async function trainedEncoder(
  inputs: readonly Float32Array[],
  settings: AutoencoderShareSettings,
  {
    prepare,
    onEpoch,
  }: { readonly prepare?: PrepareExample; readonly onEpoch: (progress: EpochProgress) => void },
): Promise<ScoringEngine> {
  const { embedding, epochs, batchSize, learningRate, seed } = settings;
  const architecture = lstmAutoencoder({ embedding, sampleCount: inputs[0]?.length ?? 0 });
  const { parameters } = await trainAutoencoder({
    architecture,
    objective: { reconstruction: 'absolute-error-sum' },
    train: inputs,
    epochs,
    batchSize,
    learningRate,
    seed,
    ...(prepare && { prepare, prepareName: 'noise' }),
    createEngine: (...parts) => createTrainingEngine(...parts, { engine: 'onnx' }),
    onEpoch,
  });
  const training = {
    dataFingerprint: examplesFingerprint(inputs),
    beatCount: inputs.length,
    epochs,
    batchSize,
    learningRate,
    seed,
  };
  return createOnnxScoringEngine(
    createModel({ architecture, parameters, preprocessing: rWindow88Microvolts, training, metrics: {} }),
  );
}

const largestBatch = 64;

/** Reconstructions of inputs, in their order. */
export async function reconstructed(
  inputs: readonly Float32Array[],
  engine: Pick<ScoringEngine, 'score' | 'sampleCount'>,
): Promise<Float32Array[]> {
  const size = engine.sampleCount;
  const results: Float32Array[] = [];
  for (let from = 0; from < inputs.length; from += largestBatch) {
    const batch = inputs.slice(from, from + largestBatch);
    const rows = new Float32Array(batch.length * size);
    batch.forEach((input, index) => {
      rows.set(input, index * size);
    });
    const { reconstructions } = await engine.score(rows, batch.length);
    batch.forEach((_, index) => results.push(reconstructions.slice(index * size, (index + 1) * size)));
  }
  return results;
}
