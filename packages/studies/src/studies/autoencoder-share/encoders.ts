import { wearableModelDirectory } from '@beatwatch/adaptation';
import { createOnnxScoringEngine, loadModel, type ScoringEngine } from '@beatwatch/model-core';
import { evenly } from './measures.ts';
import type { StudyPatient } from './study-beats.ts';

type Encoder = Pick<ScoringEngine, 'score' | 'sampleCount'>;

/** Opens the LSTM autoencoder that Beatwatch ships for judging a data set: nothing of it was in its training. */
export const encoderWithout = async (dataSet: 'mitdb' | 'svdb'): Promise<ScoringEngine> =>
  createOnnxScoringEngine(await loadModel(wearableModelDirectory(`without-${dataSet}`)));

/** Normal beats of each patient, spread evenly over the recording. */
export const normalInputs = (patients: readonly StudyPatient[], most: number): Float32Array[] =>
  patients.flatMap(({ beats }) => {
    const normals = beats.filter(({ kind }) => kind === 'N');
    return evenly(normals, most).map(({ input }) => input);
  });

const largestBatch = 64;

/** Reconstructions and codes of inputs, in their order. */
export async function encoded(
  inputs: readonly Float32Array[],
  engine: Encoder,
): Promise<{ reconstructions: Float32Array[]; codes: Float32Array[] }> {
  const size = engine.sampleCount;
  const reconstructions: Float32Array[] = [];
  const codes: Float32Array[] = [];
  for (let from = 0; from < inputs.length; from += largestBatch) {
    const batch = inputs.slice(from, from + largestBatch);
    const rows = new Float32Array(batch.length * size);
    batch.forEach((input, index) => {
      rows.set(input, index * size);
    });
    const scores = await engine.score(rows, batch.length);
    const code = scores.latents.length / batch.length;
    batch.forEach((_, index) => {
      reconstructions.push(scores.reconstructions.slice(index * size, (index + 1) * size));
      codes.push(scores.latents.slice(index * code, (index + 1) * code));
    });
  }
  return { reconstructions, codes };
}

/** Reconstructions of inputs, in their order. */
export const reconstructed = async (
  inputs: readonly Float32Array[],
  engine: Encoder,
): Promise<Float32Array[]> => (await encoded(inputs, engine)).reconstructions;
