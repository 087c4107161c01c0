import { join } from 'node:path';
import {
  encodeTogether,
  patientModel,
  PatientModels,
  wearableModelDirectory,
  type PatientModel,
} from '@beatwatch/adaptation';
import { rWindow88Microvolts, type ModelVersion } from '@beatwatch/contracts';
import {
  loadModel,
  pretrainedModelDirectory,
  type LiveEngine,
  type ScoringEngine,
} from '@beatwatch/model-core';
import type { Logger } from '@beatwatch/service-kit';
import { beatClassModelOf, beatsFolderOf, loadBeatsModel } from '@beatwatch/signal-models';
import type { z } from 'zod';
import type { scorerConfigSchema } from './config.ts';
import { chooseEngine, openEngine, type EngineSettings } from './engines/open-engine.ts';
import type { OpenFurtherModel } from './hot-swap/model-shelf.ts';
import { createMicroBatcher } from './micro-batcher.ts';

type ScorerConfig = z.infer<typeof scorerConfigSchema>;

type ModelConfig = Pick<
  ScorerConfig,
  | 'SCORER_MODEL_DIRS'
  | 'SCORER_BEATS_MODEL_DIR'
  | 'SCORER_REGISTRY_DIR'
  | 'SCORER_THREADS'
  | 'SCORER_PRECISION'
  | 'SCORER_MAX_BATCH'
  | 'SCORER_MAX_WAIT_MS'
> &
  /** Default: `onnx`. */
  Partial<Pick<ScorerConfig, 'SCORER_ENGINE'>>;

export interface OpenModels {
  readonly models: PatientModels;
  /** Opens a trained model from its folder in `SCORER_REGISTRY_DIR`; one without trees of its own has those of the others. */
  readonly openFurtherModel: OpenFurtherModel;
  readonly dispose: () => Promise<void>;
}

/**
 * Loads the configured models, each with an engine in threads of its own. A further model has the engine of the model whose place it
 * takes: nothing is tried while beats are judged.
 * @throws ModelCoreError where a model cannot be read or its engine cannot run
 */
export async function openModels(
  config: ModelConfig,
  logger?: Pick<Logger, 'info' | 'error'>,
): Promise<OpenModels> {
  const folders = config.SCORER_MODEL_DIRS?.split(',').map((folder) => folder.trim()) ?? [
    wearableModelDirectory(),
    pretrainedModelDirectory(),
  ];
  const shippedBeats = wearableModelDirectory(undefined, 'beats');
  const beatsOf = (folder: string): string =>
    config.SCORER_BEATS_MODEL_DIR ?? beatsFolderOf(folder) ?? shippedBeats;
  const opened: OpenedModel[] = [];
  // One after the other: trials of engines would slow each other down.
  for (const folder of folders)
    opened.push(await openModel({ folder, beats: beatsOf(folder) }, { config, logger }));
  const engines = new Map(opened.map(({ model, engine }) => [model.preprocessing, engine]));
  return {
    models: new PatientModels(opened.map(({ model }) => model)),
    openFurtherModel: async (version) => {
      const registry = config.SCORER_REGISTRY_DIR;
      if (registry === undefined)
        throw new Error('SCORER_REGISTRY_DIR is not set: no trained model can be opened');
      const folder = join(registry, version);
      const beats = beatsFolderOf(folder) ?? config.SCORER_BEATS_MODEL_DIR ?? shippedBeats;
      const further = await openModel({ folder, beats, version }, { config, logger, engines });
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

interface OpenedModel {
  readonly model: PatientModel;
  readonly engine: LiveEngine;
  readonly sampleCount: number;
  readonly dispose: () => Promise<void>;
}

interface Opening {
  readonly config: ModelConfig;
  readonly logger: Pick<Logger, 'info' | 'error'> | undefined;
  /** Engines that are chosen already, by preprocessing. */
  readonly engines?: ReadonlyMap<string, LiveEngine>;
}

/** Beats that are encoded together at most, unless it is set. */
const defaultBatch = (engine: EngineSettings['engine']): number => (engine === 'onnx' ? 32 : 256);

async function openModel(
  { folder, beats, version }: ModelFolders,
  { config, logger, engines }: Opening,
): Promise<OpenedModel> {
  const loaded = await loadModel(folder);
  const { SCORER_ENGINE: set = 'onnx', SCORER_MAX_BATCH: maxBatch } = config;
  const settings = {
    engine: set,
    threads: config.SCORER_THREADS,
    precision: config.SCORER_PRECISION,
    batch: maxBatch ?? defaultBatch(set),
  };
  const chosen =
    engines?.get(loaded.manifest.preprocessing) ?? (await chooseEngine(loaded, settings, logger));
  const engine = await openEngine(loaded, chosen, settings, logger);
  const { manifest } = loaded;
  // The model for wearables compares each beat's reconstruction with the patient's own; another one's are stored of anomalous beats alone.
  const results = chosen === 'onnx' || manifest.preprocessing === rWindow88Microvolts ? 'all' : 'losses';
  const encode = createMicroBatcher(engine, {
    maxBatch: maxBatch ?? defaultBatch(chosen),
    maxWaitMs: config.SCORER_MAX_WAIT_MS,
    results,
  });
  const classes =
    manifest.preprocessing === rWindow88Microvolts
      ? beatClassModelOf(await loadBeatsModel(beats))
      : undefined;
  const model: PatientModel = {
    ...patientModel(manifest, encode, classes),
    ...(results === 'losses' && { reconstruct: reconstructionsBy(engine) }),
  };
  return {
    model: version === undefined ? model : { ...model, version },
    engine: chosen,
    sampleCount: engine.sampleCount,
    dispose: () => engine.dispose(),
  };
}

const reconstructionsBy =
  (engine: ScoringEngine): NonNullable<PatientModel['reconstruct']> =>
  async (inputs) =>
    (await encodeTogether(engine, inputs)).map(({ reconstruction }) => reconstruction);
