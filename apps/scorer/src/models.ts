import { join } from 'node:path';
import {
  patientModel,
  PatientModels,
  wearableModelDirectory,
  type BeatClassModel,
  type PatientModel,
} from '@beatwatch/adaptation';
import { rWindow88Microvolts } from '@beatwatch/contracts';
import { createOnnxWorkersEngine, loadModel, pretrainedModelDirectory } from '@beatwatch/model-core';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import type { z } from 'zod';
import type { scorerConfigSchema } from './config.ts';
import type { OpenFurtherModel } from './hot-swap/model-shelf.ts';
import { createMicroBatcher } from './micro-batcher.ts';

type ModelConfig = Pick<
  z.infer<typeof scorerConfigSchema>,
  | 'SCORER_MODEL_DIRS'
  | 'SCORER_BEATS_MODEL_DIR'
  | 'SCORER_REGISTRY_DIR'
  | 'SCORER_THREADS'
  | 'SCORER_PRECISION'
  | 'SCORER_MAX_BATCH'
  | 'SCORER_MAX_WAIT_MS'
>;

export interface OpenModels {
  readonly models: PatientModels;
  /** Opens a trained model, with the same classes of beats, from its folder in `SCORER_REGISTRY_DIR`. */
  readonly openFurtherModel: OpenFurtherModel;
  readonly dispose: () => Promise<void>;
}

/** Loads the configured models, each with an engine in threads of its own. */
export async function openModels(config: ModelConfig): Promise<OpenModels> {
  const folders = config.SCORER_MODEL_DIRS?.split(',').map((folder) => folder.trim()) ?? [
    wearableModelDirectory(),
    pretrainedModelDirectory(),
  ];
  const beats = beatClassModelOf(
    await loadBeatsModel(config.SCORER_BEATS_MODEL_DIR ?? wearableModelDirectory(undefined, 'beats')),
  );
  const opened = await Promise.all(folders.map((folder) => openModel(folder, config, beats)));
  return {
    models: new PatientModels(opened.map(({ model }) => model)),
    openFurtherModel: async (version) => {
      const registry = config.SCORER_REGISTRY_DIR;
      if (registry === undefined)
        throw new Error('SCORER_REGISTRY_DIR is not set: no trained model can be opened');
      const further = await openModel(join(registry, version), config, beats);
      // The first run of an engine takes longer than others.
      await further.model.encode(Array.from({ length: 32 }, () => new Float32Array(further.sampleCount)));
      return further;
    },
    dispose: async () => {
      await Promise.all(opened.map((one) => one.dispose()));
    },
  };
}

/** @throws ModelCoreError where the folder has no model that can be read */
async function openModel(
  folder: string,
  config: ModelConfig,
  beats: BeatClassModel,
): Promise<{
  readonly model: PatientModel;
  readonly sampleCount: number;
  readonly dispose: () => Promise<void>;
}> {
  const loaded = await loadModel(folder);
  const engine = await createOnnxWorkersEngine(loaded, {
    workers: config.SCORER_THREADS,
    precision: config.SCORER_PRECISION,
  });
  const encode = createMicroBatcher(engine, {
    maxBatch: config.SCORER_MAX_BATCH,
    maxWaitMs: config.SCORER_MAX_WAIT_MS,
  });
  const { manifest } = loaded;
  const classes = manifest.preprocessing === rWindow88Microvolts ? beats : undefined;
  return {
    model: patientModel(manifest, encode, classes),
    sampleCount: engine.sampleCount,
    dispose: () => engine.dispose(),
  };
}
