import { rWindow88Microvolts } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import { loadSignalModels } from '@beatwatch/signal-models';
import type { Strip } from '@beatwatch/report';
import { mean } from '@beatwatch/statistics';
import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import {
  recordNames,
  readEcgRecording,
  requireAnnotations,
  secondsOf,
} from '../../live-path/ecg-recording.ts';
import { PeakCollector, runLead } from '../../live-path/lead-run.ts';
import {
  byNoise,
  readNoise,
  variantKey,
  variantsOf,
  type NoiseOptions,
  type Variant,
} from '../../noise/variants.ts';
import {
  matchPeaksOf,
  peakCounts,
  peakFigures,
  sumCounts,
  type PeakCounts,
  type PeakFigures,
} from '../../reference/peak-score.ts';
import { worstPeakStrips } from './worst-peaks.ts';

export type { PeakFigures } from '../../reference/peak-score.ts';

/** Counts and shares of some beats. */
export type PeakResult = PeakCounts & PeakFigures;

export interface PeakResults {
  /** All beats of all records together: EC57's gross figures. */
  readonly pooled: PeakResult;
  /** The mean over records: EC57's average figures. */
  readonly average: PeakFigures;
  readonly records: Readonly<Record<string, PeakResult>>;
  /** Of the noisy spans alone; absent for the clean recordings. */
  readonly noisyPooled?: PeakResult;
  readonly noisyRecords?: Readonly<Record<string, PeakResult>>;
}

export interface RPeakEvaluation extends PeakResults {
  /** By noise and signal-to-noise ratio. */
  readonly noise?: Readonly<Record<string, Readonly<Record<string, PeakResults>>>>;
}

export interface ScoredRPeaks {
  readonly evaluation: RPeakEvaluation;
  readonly strips: readonly Strip[];
}

/** Counts of one record in one variant. */
interface Counted {
  readonly name: string;
  readonly whole: PeakCounts;
  readonly noisy?: PeakCounts;
}

/**
 * Scores the R peaks of the live path on whole records, within 150 ms of the annotations and outside flutter.
 * @throws StudyError if the folder has no annotated records; RecordingError if a file is malformed
 */
export async function scoreRPeaks(
  options: RecordsOptions & { readonly noise?: NoiseOptions },
): Promise<ScoredRPeaks> {
  const { folder, only, noise, onProgress } = options;
  const names = await recordNames(folder, only);
  const noises = await readNoise(noise);
  const { models } = await loadSignalModels();
  const counted = new Map<string, Counted[]>();
  const strips: Strip[] = [];
  for (const [index, name] of names.entries()) {
    const clean = await readEcgRecording(folder, name);
    requireAnnotations(clean);
    for (const variant of variantsOf(clean, noises, noise)) {
      const key = variantKey(variant);
      onProgress?.({ name, variant: key, record: index + 1, records: names.length });
      const peaks = livePeaks(variant, models);
      counted.set(key, [...(counted.get(key) ?? []), count(variant, peaks)]);
      if (variant.noise === undefined) strips.push(...worstPeakStrips(variant.recording, peaks));
    }
  }
  const resultsFor = (key: string): PeakResults => results(counted.get(key) ?? []);
  return {
    evaluation: {
      ...resultsFor('clean'),
      ...(noise && {
        noise: byNoise(noise, (name, snrDb) => resultsFor(`${name} ${snrDb} dB`)),
      }),
    },
    strips,
  };
}

function livePeaks({ recording }: Variant, models: SignalModels): readonly number[] {
  const collector = new PeakCollector();
  for (const { output } of runLead(recording, { models, preprocessing: rWindow88Microvolts }))
    collector.add(output);
  return collector.peaks;
}

function count({ recording, noise }: Variant, peaks: readonly number[]): Counted {
  const { name, annotations, samplingRateHz } = recording;
  const reference = { annotations, samplingRateHz, recordSeconds: secondsOf(recording) };
  const whole = peakCounts(matchPeaksOf(peaks, reference));
  if (noise === undefined) return { name, whole };
  return { name, whole, noisy: peakCounts(matchPeaksOf(peaks, { ...reference, within: noise.noisy })) };
}

function results(counted: readonly Counted[]): PeakResults {
  const noisy = counted.flatMap((record) =>
    record.noisy === undefined ? [] : [{ ...record, noisy: record.noisy }],
  );
  return {
    pooled: result(sumCounts(counted.map(({ whole }) => whole))),
    average: averageOf(counted.map(({ whole }) => peakFigures(whole))),
    records: Object.fromEntries(counted.map(({ name, whole }) => [name, result(whole)])),
    ...(noisy.length > 0 && {
      noisyPooled: result(sumCounts(noisy.map((record) => record.noisy))),
      noisyRecords: Object.fromEntries(noisy.map((record) => [record.name, result(record.noisy)])),
    }),
  };
}

const result = (counts: PeakCounts): PeakResult => ({ ...counts, ...peakFigures(counts) });

function averageOf(figures: readonly PeakFigures[]): PeakFigures {
  const sensitivity = meanIfAny(figures.flatMap((figure) => figure.sensitivity ?? []));
  const positivePredictivity = meanIfAny(figures.flatMap((figure) => figure.positivePredictivity ?? []));
  return {
    ...(sensitivity !== undefined && { sensitivity }),
    ...(positivePredictivity !== undefined && { positivePredictivity }),
  };
}

const meanIfAny = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : mean(values);
