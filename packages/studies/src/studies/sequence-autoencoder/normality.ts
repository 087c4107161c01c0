import {
  createModel,
  lstmAutoencoder,
  mahalanobis,
  pcaReconstruction,
  reconstructionLosses,
  trainAutoencoder,
  type EpochProgress,
} from '@beatwatch/model-core';
import { mean, sampleVariance } from '@beatwatch/statistics';
import { measureNames, secondLargest, type SequenceName } from './beat-window.ts';
import { groupedBy, spread } from './grouping.ts';
import type { LabelledWindow } from './read-windows.ts';
import type { SequenceStudySettings } from './settings.ts';

/** Scores of some windows by one method, higher for less normal ones. */
export interface MethodScores {
  readonly name: string;
  readonly scores: ArrayLike<number>;
}

export interface NormalityOptions extends SequenceStudySettings {
  readonly onEpoch?: (sequence: SequenceName, progress: EpochProgress) => void;
}

/** How far windows are from normal ones, by methods that have seen normal windows of other patients alone. */
export async function normalityScores(
  normals: readonly LabelledWindow[],
  judged: readonly LabelledWindow[],
  options: NormalityOptions,
): Promise<MethodScores[]> {
  const chosen = [...groupedBy(normals, ({ patient }) => patient).values()].flatMap((windows) =>
    spread(windows, options.windowsPerPatient),
  );
  const usual: MethodScores[] = [];
  const found: MethodScores[] = [];
  for (const sequence of options.sequences) {
    const train = chosen.flatMap((window) => examplesOf(window, sequence).slice(0, 1));
    const examples = judged.map((window) => examplesOf(window, sequence));
    const flat = [...train, ...examples.flat()];
    const add = (method: string, losses: ArrayLike<number>): void => {
      const name = `${method}: ${sequence}`;
      const all = Array.from(losses);
      usual.push({ name, scores: all.slice(0, train.length) });
      found.push({ name, scores: joined(examples, all.slice(train.length)) });
    };
    add(autoencoder, await autoencoderLosses(train, flat, sequence, options));
    for (const wanted of [options.embedding, 2 * options.embedding]) {
      const components = Math.min(wanted, train.length - 1, (train[0]?.length ?? 0) - 1);
      add(`${wanted} ${linear}`, pcaReconstruction({ components })(train)(flat));
    }
    if (sequence !== 'beat') add('Mahalanobis', mahalanobis(train)(flat));
  }
  const parts = (['mean beat', 'rhythm'] as const).filter((sequence) => options.sequences.includes(sequence));
  const both = (parts.length < 2 ? [] : [autoencoder, `${options.embedding} ${linear}`]).map((method) =>
    strangest(
      `${method}: the stranger of mean beat and rhythm`,
      parts.map((sequence) => `${method}: ${sequence}`),
      { usual, found },
    ),
  );
  const all = strangest('the strangest of all measures', measureNames, {
    usual: measureScores(chosen),
    found: measureScores(judged),
  });
  return [...measureScores(judged), all, ...found, ...both];
}

const autoencoder = 'LSTM autoencoder';
const linear = 'principal components';

/** The measures of the windows, as methods. */
const measureScores = (windows: readonly LabelledWindow[]): MethodScores[] =>
  measureNames.map((name) => ({ name, scores: windows.map((window) => window.measures[name]) }));

/** Joins methods without labels: the largest of their log scores, each in deviations of normal windows. */
function strangest(
  name: string,
  names: readonly string[],
  { usual, found }: Readonly<Record<'usual' | 'found', readonly MethodScores[]>>,
): MethodScores {
  const parts = names.map((wanted) => {
    const logsOf = (methods: readonly MethodScores[]): number[] =>
      Array.from(methods.find((method) => method.name === wanted)?.scores ?? [], (score) =>
        Math.log(score + smallestScore),
      );
    const normal = logsOf(usual);
    const [middle, deviation] = [mean(normal), Math.sqrt(sampleVariance(normal))];
    return logsOf(found).map((log) => (log - middle) / (deviation + smallestScore));
  });
  const scores = (parts[0] ?? []).map((_, index) => Math.max(...parts.map((part) => part[index] ?? 0)));
  return { name, scores };
}

/** Keeps logarithms finite. */
const smallestScore = 0.01;

/** A window's score is that of its second strangest example: of its only one, or of its beats. */
function joined(examples: readonly (readonly Float32Array[])[], losses: ArrayLike<number>): number[] {
  let next = 0;
  return examples.map((own) => secondLargest(own.map(() => losses[next++] ?? Number.NaN)));
}

const examplesOf = ({ beats, sequences }: LabelledWindow, sequence: SequenceName): readonly Float32Array[] =>
  sequence === 'beat' ? beats : [sequences[sequence]];

async function autoencoderLosses(
  train: readonly Float32Array[],
  judged: readonly Float32Array[],
  sequence: SequenceName,
  { embedding, hidden, epochs, batchSize, learningRate, seed, onEpoch }: NormalityOptions,
): Promise<number[]> {
  const architecture = lstmAutoencoder({ embedding, hidden, sampleCount: train[0]?.length ?? 0 });
  const { parameters } = await trainAutoencoder({
    architecture,
    objective: { reconstruction: 'absolute-error-sum' },
    train,
    epochs,
    batchSize,
    learningRate,
    seed,
    onEpoch: (progress) => onEpoch?.(sequence, progress),
  });
  const model = createModel({ architecture, parameters });
  const losses: number[] = [];
  for (let from = 0; from < judged.length; from += largestBatch) {
    losses.push(...(await reconstructionLosses(model, judged.slice(from, from + largestBatch))));
  }
  return losses;
}

const largestBatch = 2048;
