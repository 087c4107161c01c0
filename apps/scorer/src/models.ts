import { patientModel, PatientModels, wearableModelDirectory } from '@beatwatch/adaptation';
import { rWindow88Microvolts } from '@beatwatch/contracts';
import { createOnnxWorkersEngine, loadModel, pretrainedModelDirectory } from '@beatwatch/model-core';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import type { z } from 'zod';
import type { scorerConfigSchema } from './config.ts';
import { createMicroBatcher } from './micro-batcher.ts';

type ModelConfig = Pick<
  z.infer<typeof scorerConfigSchema>,
  | 'SCORER_MODEL_DIRS'
  | 'SCORER_BEATS_MODEL_DIR'
  | 'SCORER_THREADS'
  | 'SCORER_PRECISION'
  | 'SCORER_MAX_BATCH'
  | 'SCORER_MAX_WAIT_MS'
>;

export interface OpenModels {
  readonly models: PatientModels;
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
  const opened = await Promise.all(
    folders.map(async (folder) => {
      const model = await loadModel(folder);
      const engine = await createOnnxWorkersEngine(model, {
        workers: config.SCORER_THREADS,
        precision: config.SCORER_PRECISION,
      });
      const encode = createMicroBatcher(engine, {
        maxBatch: config.SCORER_MAX_BATCH,
        maxWaitMs: config.SCORER_MAX_WAIT_MS,
      });
      const { manifest } = model;
      const classes = manifest.preprocessing === rWindow88Microvolts ? beats : undefined;
      return { model: patientModel(manifest, encode, classes), engine };
    }),
  );
  return {
    models: new PatientModels(opened.map(({ model }) => model)),
    dispose: async () => {
      await Promise.all(opened.map(({ engine }) => engine.dispose()));
    },
  };
}
