import { patientModel, PatientModels, wearableModelDirectory, type EncodeBeats } from '@beatwatch/adaptation';
import { loadModel, type ScoringEngine } from '@beatwatch/model-core';
import {
  beatClassModelOf,
  loadBeatsModel,
  loadRhythmModels,
  loadSignalModels,
  type LoadedSignalModels,
} from '@beatwatch/signal-models';
import { createMicroBatcher } from '../../../apps/scorer/src/micro-batcher.ts';
import { delay } from '../clock.ts';

/**
 * What the processes judge with: the shipped models, but for the autoencoder. That one's network runs in threads of native
 * code, whose time no simulation governs; a running mean takes its place. What follows it (reference, thresholds, classes,
 * alarms) is real.
 */
export interface SimulatedModels {
  readonly signal: LoadedSignalModels;
  readonly rhythm: Awaited<ReturnType<typeof loadRhythmModels>>;
  /** Models of one process: batches gather in it. */
  readonly beats: () => PatientModels;
}

const latentSize = 2;
const reach = 4;

/** Reads the model files; to be called before the clock is replaced. */
export async function loadSimulatedModels(): Promise<SimulatedModels> {
  const { manifest } = await loadModel(wearableModelDirectory());
  const classes = beatClassModelOf(await loadBeatsModel(wearableModelDirectory(undefined, 'beats')));
  const encode = (): EncodeBeats =>
    createMicroBatcher(
      runningMean(
        { modelVersion: manifest.version, preprocessing: manifest.preprocessing },
        inputSize(manifest),
      ),
      { maxBatch: 32, maxWaitMs: 20 },
    );
  return {
    signal: await loadSignalModels(),
    rhythm: await loadRhythmModels(),
    beats: () => new PatientModels([patientModel(manifest, encode(), classes)]),
  };
}

const inputSize = ({ architecture }: Awaited<ReturnType<typeof loadModel>>['manifest']): number =>
  architecture.sampleCount;

function runningMean(
  model: Pick<ScoringEngine, 'modelVersion' | 'preprocessing'>,
  sampleCount: number,
): ScoringEngine {
  return {
    ...model,
    name: 'wasm',
    sampleCount,
    score: async (beats, batch) => {
      await delay(1 + batch / 8);
      const reconstructions = new Float32Array(beats.length);
      const losses = new Float64Array(batch);
      const latents = new Float32Array(batch * latentSize);
      for (let beat = 0; beat < batch; beat += 1) {
        const from = beat * sampleCount;
        const samples = beats.subarray(from, from + sampleCount);
        const smooth = smoothed(samples);
        reconstructions.set(smooth, from);
        losses[beat] = samples.reduce((sum, value, index) => sum + Math.abs(value - (smooth[index] ?? 0)), 0);
        latents.set([samples[0] ?? 0, samples[samples.length >> 1] ?? 0], beat * latentSize);
      }
      return { losses, reconstructions, latents };
    },
    dispose: () => Promise.resolve(),
  };
}

const smoothed = (samples: Float32Array): Float32Array =>
  samples.map((_, index) => {
    const near = samples.subarray(Math.max(0, index - reach), index + reach + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
