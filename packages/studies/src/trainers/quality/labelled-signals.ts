import { join } from 'node:path';
import { aamiClassOf } from '@beatwatch/recordings';
import { upperMedian } from '@beatwatch/statistics';
import { recordNames, readEcgRecording, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { noiseAmplitude, qrsAmplitude } from '../../noise/noise-gain.ts';
import { readReferenceLabels } from '../../reference/reference-labels.ts';
import { notUsable, usableClass, type LabelledSignal } from './labelled-signal.ts';
import { noisyMixes, type NoiseSource } from './noisy-mixes.ts';

/** Number of folds: each holds out every third record, and a third of each noise record. */
export const foldCount = 3;

const arrhythmiaFolder = 'mitdb';
const fibrillationFolder = 'cudb';
const wearableFolder = 'cinc2017';

/** Folder of the noise records. */
export const noiseFolder = 'nstdb';
export const noiseRecords = ['em', 'ma', 'bw'] as const;

/**
 * Reads mitdb, nstdb, cudb and cinc2017 of a data folder: clean records, the same records with noise, fibrillation, and
 * labelled recordings of a wearable.
 * @throws StudyError, RecordingError if a folder or a file is missing or malformed
 */
export async function* labelledSignals(dataFolder: string): AsyncGenerator<LabelledSignal, void, undefined> {
  const noises = await readNoises(join(dataFolder, noiseFolder));
  yield* arrhythmiaSignals(join(dataFolder, arrhythmiaFolder), noises);
  yield* fibrillationSignals(join(dataFolder, fibrillationFolder));
  yield* wearableSignals(join(dataFolder, wearableFolder), noises);
}

async function readNoises(folder: string): Promise<readonly NoiseSource[]> {
  const sources: NoiseSource[] = [];
  for (const name of noiseRecords) {
    const { samples, samplingRateHz } = await readEcgRecording(folder, name);
    sources.push({ name, samples, samplingRateHz, amplitude: noiseAmplitude(samples, samplingRateHz) });
  }
  return sources;
}

const whole = (
  { name, samplingRateHz, microvoltsPerCount, samples }: EcgRecording,
  { dataSet, fold }: Pick<LabelledSignal, 'dataSet' | 'fold'>,
) => ({
  dataSet,
  record: name,
  samplingRateHz,
  microvoltsPerCount,
  samples,
  fold,
});

async function* arrhythmiaSignals(
  folder: string,
  noises: readonly NoiseSource[],
): AsyncGenerator<LabelledSignal, void, undefined> {
  for (const [index, name] of (await recordNames(folder)).entries()) {
    const recording = await readEcgRecording(folder, name);
    const fold = index % foldCount;
    yield {
      ...whole(recording, { dataSet: arrhythmiaFolder, fold }),
      groupOf: () => 'mitdb',
      targetOf: () => usableClass,
      weightOf: () => 3,
    };
    const beats = recording.annotations
      .filter(({ symbol }) => aamiClassOf(symbol) === 'N')
      .map(({ sample }) => sample);
    const amplitude = qrsAmplitude(recording.samples, beats, recording.samplingRateHz);
    yield* noisyMixes(recording, {
      dataSet: arrhythmiaFolder,
      amplitude,
      fold,
      noises,
      seed: index,
      seconds: 120,
      thirds: [0, 1, 2],
    });
  }
}

async function* fibrillationSignals(folder: string): AsyncGenerator<LabelledSignal, void, undefined> {
  for (const [index, name] of (await recordNames(folder)).entries()) {
    const recording = await readEcgRecording(folder, name);
    const spans = fibrillationSpans(recording);
    const isFibrillation = (second: number): boolean =>
      spans.some(({ from, to }) => second >= from + 1 && second + 1 <= to);
    yield {
      ...whole(recording, { dataSet: fibrillationFolder, fold: index % foldCount }),
      groupOf: (second) => (isFibrillation(second) ? 'fibrillation' : 'cudb besides'),
      targetOf: () => usableClass,
      weightOf: (second) => (isFibrillation(second) ? 10 : 3),
    };
  }
}

/** Spans in seconds from each `[` to its `]`. */
function fibrillationSpans({ annotations, samplingRateHz }: EcgRecording): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const { symbol, sample } of annotations) {
    if (symbol === '[') spans.push({ from: sample / samplingRateHz, to: Infinity });
    const open = spans.at(-1);
    if (symbol === ']' && open?.to === Infinity) open.to = sample / samplingRateHz;
  }
  return spans;
}

async function* wearableSignals(
  folder: string,
  noises: readonly NoiseSource[],
): AsyncGenerator<LabelledSignal, void, undefined> {
  const seen = new Map<string, number>();
  for (const [name, label] of [...(await readReferenceLabels(folder))].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const recording = await readEcgRecording(folder, name);
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    const fold = count % foldCount;
    const noisy = label === '~';
    yield {
      ...whole(recording, { dataSet: wearableFolder, fold }),
      groupOf: () => `wearable ${label}`,
      targetOf: () => (noisy ? notUsable : usableClass),
      weightOf: () => 2,
    };
    if (noisy || count % 2 === 1) continue;
    yield* noisyMixes(recording, {
      dataSet: wearableFolder,
      amplitude: medianRange(recording),
      fold,
      noises: noises.filter(({ name: kind }) => kind !== 'bw'),
      seed: 1000 + count,
      seconds: 60,
      thirds: [count % 3],
    });
  }
}

/** Median over the seconds of the samples' range, an estimate of the QRS amplitude without annotated beats. */
function medianRange({ samples, samplingRateHz }: EcgRecording): number {
  const ranges: number[] = [];
  for (let from = 0; from + samplingRateHz <= samples.length; from += samplingRateHz) {
    const second = samples.subarray(from, from + samplingRateHz);
    ranges.push(Math.max(...second) - Math.min(...second));
  }
  return upperMedian(ranges) ?? 0;
}
