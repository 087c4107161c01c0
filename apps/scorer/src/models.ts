import { join } from 'node:path';
import {
  patientModel,
  PatientModels,
  wearableModelDirectory,
  type PatientModel,
} from '@beatwatch/adaptation';
import { rWindow88Microvolts, type ModelVersion } from '@beatwatch/contracts';
import { createOnnxWorkersEngine, loadModel, pretrainedModelDirectory } from '@beatwatch/model-core';
import { beatClassModelOf, beatsFolderOf, loadBeatsModel } from '@beatwatch/signal-models';
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
  /** Opens a trained model from its folder in `SCORER_REGISTRY_DIR`; one without trees of its own has those of the others. */
  readonly openFurtherModel: OpenFurtherModel;
  readonly dispose: () => Promise<void>;
}

/** Loads the configured models, each with an engine in threads of its own. */
export async function openModels(config: ModelConfig): Promise<OpenModels> {
  const folders = config.SCORER_MODEL_DIRS?.split(',').map((folder) => folder.trim()) ?? [
    wearableModelDirectory(),
    pretrainedModelDirectory(),
  ];
  const shippedBeats = wearableModelDirectory(undefined, 'beats');
  const beatsOf = (folder: string): string =>
    config.SCORER_BEATS_MODEL_DIR ?? beatsFolderOf(folder) ?? shippedBeats;
  const opened = await Promise.all(
    folders.map((folder) => openModel({ folder, beats: beatsOf(folder) }, config)),
  );
  return {
    models: new PatientModels(opened.map(({ model }) => model)),
    openFurtherModel: async (version) => {
      const registry = config.SCORER_REGISTRY_DIR;
      if (registry === undefined)
        throw new Error('SCORER_REGISTRY_DIR is not set: no trained model can be opened');
      const folder = join(registry, version);
      const beats = beatsFolderOf(folder) ?? config.SCORER_BEATS_MODEL_DIR ?? shippedBeats;
      const further = await openModel({ folder, beats, version }, config);
      // The first run of an engine takes longer than others.
      await further.model.encode(Array.from({ length: 32 }, () => new Float32Array(further.sampleCount)));
      return further;
    },
    dispose: async () => {
      await Promise.all(opened.map((one) => one.dispose()));
    },
  };
}

interface ModelFolders {
  readonly folder: string;
  /** Of the trees that tell classes. */
  readonly beats: string;
  /** What assignments call it. Default: the version of the autoencoder */
  readonly version?: ModelVersion;
}

/** @throws ModelCoreError where a folder has no model that can be read */
async function openModel(
  { folder, beats, version }: ModelFolders,
  config: ModelConfig,
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
  const classes =
    manifest.preprocessing === rWindow88Microvolts
      ? beatClassModelOf(await loadBeatsModel(beats))
      : undefined;
  const model = patientModel(manifest, encode, classes);
  return {
    model: version === undefined ? model : { ...model, version },
    sampleCount: engine.sampleCount,
    dispose: () => engine.dispose(),
  };
}
