import { join } from 'node:path';
import type { QualityNetwork } from '@beatwatch/ecg';
import { examplesFingerprint } from '@beatwatch/model-core';
import { createQualityModel, saveQualityModel } from '@beatwatch/signal-models';
import { RecordsByDataSet } from '../../training-data/records-by-data-set.ts';
import { addExamples, type Examples } from './examples.ts';
import { fitNetwork, type NetworkSettings } from './fit-network.ts';
import type { LabelledSignal } from './labelled-signal.ts';
import { foldCount, labelledSignals, noiseFolder, noiseRecords } from './labelled-signals.ts';
import { roundNetwork } from './round-network.ts';
import { countSeconds, type SecondCounts } from './usable-shares.ts';

export const trainQualityDefaults: NetworkSettings = {
  hiddenUnits: 16,
  epochs: 20,
  batchSize: 128,
  learningRate: 0.003,
  seed: 42,
};

export type TrainQualityProgress =
  | { readonly phase: 'reading' | 'judging'; readonly group: string; readonly record: string }
  | {
      readonly phase: 'training';
      readonly run: number;
      readonly runs: number;
      readonly epoch: number;
      readonly epochs: number;
      readonly loss: number;
    };

export interface TrainQualityOptions extends NetworkSettings {
  /** Folder with mitdb, nstdb, cudb and cinc2017. */
  readonly dataFolder: string;
  /** Folder of the model file that is written. */
  readonly outputFolder: string;
  /** Folder for the models of the folds, each in `NUMBER/quality`. Default: they are not written. */
  readonly foldsFolder?: string | undefined;
  readonly onProgress?: (progress: TrainQualityProgress) => void;
}

type QualityFigures = {
  readonly seconds: number;
  /** Share of all seconds judged too poor. */
  readonly poorShare: number;
  /** Share of the seconds that should be usable; absent if there are none. */
  readonly usablePoorShare?: number;
  /** Share of the seconds that should not be usable; absent if there are none. */
  readonly noisyPoorShare?: number;
  /** Share of the noisy seconds with the correct fault; absent if no fault is known. */
  readonly namedShare?: number;
};

export interface TrainQualityReport {
  readonly outputFolder: string;
  readonly version: string;
  readonly examples: number;
  readonly folds: number;
  /** Cross-validated figures by kind of signal, such as `mitdb` or `em 0 dB`. */
  readonly crossValidated: Readonly<Record<string, QualityFigures>>;
}

/**
 * Trains the signal quality network on all records, and once for each fold without its records and noise.
 * @throws StudyError, RecordingError if a record is missing or malformed
 */
export async function trainQuality(options: TrainQualityOptions): Promise<TrainQualityReport> {
  const { dataFolder, outputFolder, foldsFolder, epochs, batchSize, learningRate, seed, onProgress } =
    options;
  const all = learnNothing();
  const folds = Array.from({ length: foldCount }, learnNothing);
  for await (const signal of labelledSignals(dataFolder)) {
    onProgress?.({ phase: 'reading', group: signal.groupOf(0), record: signal.record });
    const own = noExamples();
    addExamples(signal, own);
    learn(own, signal, all);
    for (const [fold, learned] of folds.entries()) {
      if (signal.fold !== fold && signal.noiseThird !== fold) learn(own, signal, learned);
    }
  }
  const runs = foldCount + 1;
  const fit = (examples: Examples, run: number): QualityNetwork =>
    fitNetwork(examples, options, (epoch, loss) => {
      onProgress?.({ phase: 'training', run, runs, epoch, epochs, loss });
    });
  const held = folds.map(({ examples }, fold) => fit(examples, fold + 1));
  const groups = new Map<string, SecondCounts>();
  for await (const signal of labelledSignals(dataFolder)) {
    const network = held[signal.fold];
    if (network === undefined || !isHeldOut(signal)) continue;
    onProgress?.({ phase: 'judging', group: signal.groupOf(0), record: signal.record });
    countSeconds(signal, network, groups);
  }
  const crossValidated = Object.fromEntries([...groups].map(([name, counts]) => [name, figuresOf(counts)]));
  const save = async ({ examples, records }: Learned, network: QualityNetwork, folder: string) => {
    for (const name of noiseRecords) records.add(noiseFolder, name);
    const model = createQualityModel(roundNetwork(network), {
      training: {
        dataFingerprint: fingerprintOf(examples),
        records: records.toObject(),
        seed,
        secondCount: examples.targets.length,
        epochs,
        batchSize,
        learningRate,
      },
      metrics: crossValidated,
    });
    await saveQualityModel(folder, model);
    return model.manifest.version;
  };
  if (foldsFolder !== undefined) {
    for (const [fold, network] of held.entries()) {
      await save(folds[fold] ?? learnNothing(), network, join(foldsFolder, String(fold), 'quality'));
    }
  }
  return {
    outputFolder,
    version: await save(all, fit(all.examples, runs), outputFolder),
    examples: all.examples.targets.length,
    folds: foldCount,
    crossValidated,
  };
}

/** What a network learns from. */
interface Learned {
  readonly examples: Examples;
  readonly records: RecordsByDataSet;
}

const learnNothing = (): Learned => ({ examples: noExamples(), records: new RecordsByDataSet() });

function learn(own: Examples, { dataSet, record }: LabelledSignal, { examples, records }: Learned): void {
  append(own, examples);
  records.add(dataSet, record);
}

const fingerprintOf = ({ features, targets, weights }: Examples): string =>
  examplesFingerprint([...features, Float64Array.from(targets), Float64Array.from(weights)]);

const noExamples = (): Examples => ({ features: [], targets: [], weights: [] });

function append(from: Examples, to: Examples): void {
  for (const [index, row] of from.features.entries()) {
    to.features.push(row);
    to.targets.push(from.targets[index] ?? 0);
    to.weights.push(from.weights[index] ?? 0);
  }
}

const isHeldOut = ({ fold, noiseThird }: LabelledSignal): boolean =>
  noiseThird === undefined || noiseThird === fold;

function figuresOf(counts: SecondCounts): QualityFigures {
  const { seconds, poor, usable, usablePoor, noisy, noisyPoor, faulty, named } = counts;
  return {
    seconds,
    poorShare: poor / seconds,
    ...(usable > 0 && { usablePoorShare: usablePoor / usable }),
    ...(noisy > 0 && { noisyPoorShare: noisyPoor / noisy }),
    ...(faulty > 0 && { namedShare: named / faulty }),
  };
}
