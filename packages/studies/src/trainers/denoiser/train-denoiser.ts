import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  byteRanges,
  createNetworkPass,
  fileTrainingStore,
  loadDenoiserModel,
  pretrainedDenoiserDirectory,
  saveDenoiserModel,
  simulateSlices,
  trainDenoiser,
  type DenoiserName,
  type DenoiserTraining,
  type DenoiserTrainingProgress,
  type NetworkSettings,
  type ValidationFigures,
  type ValidationSlice,
} from '@beatwatch/denoiser';
import { bytesOf } from '@beatwatch/contracts';
import patientLists from '../../ct/patients.json' with { type: 'json' };
import { readCtSlices, type CtSlice } from '../../ct/read-slices.ts';
import { StudyError } from '../../errors.ts';

interface DenoiserSettings extends NetworkSettings {
  readonly incidentPhotons: number;
  /** Independent draws of each slice's noise; 0 for grey images, whose white noise is drawn with each patch. */
  readonly drawCount: number;
}

const ctDefaults: DenoiserSettings = {
  widths: [48, 80, 128],
  blocks: [1, 1, 2],
  steps: 14_000,
  batchSize: 4,
  patchSide: 128,
  learningRate: 8e-4,
  incidentPhotons: 1e5,
  drawCount: 4,
  seed: 1,
};

export const denoiserDefaults: Readonly<Record<DenoiserName, DenoiserSettings>> = {
  ct: ctDefaults,
  grey: { ...ctDefaults, steps: 1500, batchSize: 6, patchSide: 96, learningRate: 4e-4, drawCount: 0 },
};

export interface RunTrainDenoiserOptions {
  readonly name: DenoiserName;
  readonly dataFolder: string;
  readonly outputDirectory: string;
  /** Keeps the run's state, for a restart. Default: no state is kept. */
  readonly checkpointDirectory?: string;
  /** Default of each: that of `denoiserDefaults`. */
  readonly settings?: Partial<DenoiserSettings>;
  /** Folder of a larger network that teaches this one; for CT alone. */
  readonly teacherDirectory?: string;
  readonly workers: number;
  readonly nowMs: () => number;
  readonly onProgress?: (progress: RunTrainDenoiserProgress) => void;
}

export type RunTrainDenoiserProgress =
  | { readonly phase: 'reading' | 'simulating'; readonly done: number; readonly count: number }
  | ({ readonly phase: 'training'; readonly remainingMs: number } & DenoiserTrainingProgress);

export interface RunTrainDenoiserReport {
  readonly name: DenoiserName;
  readonly version: string;
  readonly outputDirectory: string;
  readonly training: DenoiserTraining;
  readonly validation?: ValidationFigures;
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
}

/** Slices of each patient, spread evenly over the series: neighbouring slices add little. */
const slicesOfPatient = 6;

/**
 * `beatwatch train denoiser`: simulates low doses for the training patients' slices and trains a network on them.
 * Patients of the validation list only measure; those of the test list are not read.
 * @throws StudyError (`unsuitable-data`, `broken-file`); DenoiserError; ModelCoreError if TensorFlow is not set up
 */
export async function runTrainDenoiser(options: RunTrainDenoiserOptions): Promise<RunTrainDenoiserReport> {
  const { name, dataFolder, outputDirectory, checkpointDirectory, workers, nowMs, onProgress } = options;
  const teacher =
    options.teacherDirectory === undefined ? undefined : await loadDenoiserModel(options.teacherDirectory);
  const start = name === 'grey' ? await loadDenoiserModel(pretrainedDenoiserDirectory('ct')) : undefined;
  const settings = {
    ...denoiserDefaults[name],
    ...options.settings,
    ...(start !== undefined && { widths: start.network.widths, blocks: start.network.blocks }),
  };
  const startedMs = nowMs();
  const [kept, measuring] = [new Set(patientLists.test), new Set(patientLists.validation)];
  const folder = await readCtSlices(dataFolder, {
    wanted: (patient) => !kept.has(patient),
    onFile: (done, count) => onProgress?.({ phase: 'reading', done, count }),
  });
  const training = [...byPatient(folder.slices.filter(({ patient }) => !measuring.has(patient)))];
  if (training.length === 0)
    throw new StudyError(
      { file: dataFolder, field: 'a slice of a training patient', expected: 'one or more' },
      { code: 'unsuitable-data' },
    );
  const validating = name === 'ct' ? folder.slices.filter(({ patient }) => measuring.has(patient)) : [];
  const simulated = await simulate([...training.flatMap(([, slices]) => slices), ...validating], {
    settings,
    workers,
    onSlice: (done, count) => onProgress?.({ phase: 'simulating', done, count }),
  });
  let next = 0;
  const patients = training.map(([, slices]) => simulated.slice(next, (next += slices.length)));
  const stepsStartedMs = nowMs();
  let firstStep: number | undefined;
  const trained = await trainDenoiser({
    ...settings,
    name,
    patients,
    validation: simulated.slice(next),
    run: fingerprint(settings, name, training, teacher?.version),
    ...(teacher !== undefined && {
      teacher: await createNetworkPass(teacher.network, teacher.parameters, availableParallelism()),
    }),
    ...(start !== undefined && { start: start.parameters }),
    ...(checkpointDirectory !== undefined && {
      store: fileTrainingStore(join(checkpointDirectory, `denoiser-${name}.safetensors`)),
    }),
    onProgress: (progress) => {
      firstStep ??= progress.step;
      const msPerStep = (nowMs() - stepsStartedMs) / Math.max(1, progress.step - firstStep + 1);
      const remainingMs = msPerStep * (progress.steps - progress.step);
      onProgress?.({ phase: 'training', remainingMs, ...progress });
    },
  });
  const record: DenoiserTraining = {
    patients: training.map(([patient]) => patient),
    sliceCount: next,
    steps: settings.steps,
    batchSize: settings.batchSize,
    patchSide: settings.patchSide,
    learningRate: settings.learningRate,
    incidentPhotons: settings.incidentPhotons,
    seed: settings.seed,
    minutes: Math.round((nowMs() - startedMs) / 6000) / 10,
  };
  const { network, parameters, validation } = trained;
  // Grey images differ too much from each other for bytes of one range.
  const bytes = name === 'ct' ? await byteRanges(network, parameters, firstOfEach(patients)) : undefined;
  await saveDenoiserModel(outputDirectory, {
    name,
    network,
    parameters,
    training: record,
    metrics: { ...validation },
    ...(bytes && { bytes }),
  });
  const { version } = await loadDenoiserModel(outputDirectory);
  return {
    name,
    version,
    outputDirectory,
    training: record,
    ...(validation !== undefined && { validation }),
    leftOut: folder.leftOut,
  };
}

const firstOfEach = (patients: readonly (readonly ValidationSlice[])[]): ValidationSlice[] =>
  patients.flatMap(([first]) => first ?? []);

function byPatient(slices: readonly CtSlice[]): ReadonlyMap<string, readonly CtSlice[]> {
  const groups = new Map<string, CtSlice[]>();
  for (const slice of slices) groups.set(slice.patient, [...(groups.get(slice.patient) ?? []), slice]);
  return new Map(
    [...groups].map(([patient, all]) => {
      const every = Math.max(1, all.length / slicesOfPatient);
      return [patient, all.filter((_, index) => Math.floor(index % every) === 0)];
    }),
  );
}

async function simulate(
  slices: readonly CtSlice[],
  options: {
    readonly settings: DenoiserSettings;
    readonly workers: number;
    readonly onSlice: (done: number, count: number) => void;
  },
): Promise<readonly ValidationSlice[]> {
  const { incidentPhotons, drawCount, seed } = options.settings;
  if (drawCount === 0)
    return slices.map(({ image, pixelSpacingMm }) => ({
      clean: image,
      noises: [],
      directions: [],
      pixelSpacingMm,
    }));
  return simulateSlices(slices, {
    incidentPhotons,
    drawCount,
    seed,
    workers: options.workers,
    onSlice: (done) => {
      options.onSlice(done, slices.length);
    },
  });
}

/** A hash of all that decides the result, so that a checkpoint of another run is not continued. */
function fingerprint(
  settings: DenoiserSettings,
  name: DenoiserName,
  training: readonly (readonly [string, readonly CtSlice[]])[],
  teacher: string | undefined,
): string {
  const hash = createHash('sha256').update(JSON.stringify([name, settings, teacher]));
  for (const [patient, slices] of training) {
    hash.update(patient);
    for (const { image } of slices) hash.update(bytesOf(image.values));
  }
  return hash.digest('hex');
}
