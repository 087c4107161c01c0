import type { SignalModels } from '@beatwatch/ecg';
import { loadSignalModels } from '@beatwatch/signal-models';
import type { Strip } from '@beatwatch/report';
import { mean } from '@beatwatch/statistics';
import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import { eachRecord, type UnreadableRecord } from '../../reporting/each-record.ts';
import { secondsOf, type EcgRecording, type LeadChoice } from '../../live-path/ecg-recording.ts';
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
import { annotatedRecords, type AnnotatedRecord } from './annotated-recordings.ts';
import { annotatedSpan, livePeaks } from './live-peaks.ts';
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
  /** By lead, or by what people did; empty where records are not told apart. */
  readonly groups: Readonly<Record<string, PeakResult>>;
  /** Of the noisy spans alone; absent for the clean recordings. */
  readonly noisyPooled?: PeakResult;
  readonly noisyRecords?: Readonly<Record<string, PeakResult>>;
}

export interface RPeakEvaluation extends PeakResults {
  /** By noise and signal-to-noise ratio. */
  readonly noise?: Readonly<Record<string, Readonly<Record<string, PeakResults>>>>;
  readonly unreadable: readonly UnreadableRecord[];
}

export interface ScoredRPeaks {
  readonly evaluation: RPeakEvaluation;
  readonly strips: readonly Strip[];
}

/** Counts of one lead in one variant. */
interface Counted {
  readonly name: string;
  readonly group?: string;
  readonly variant: string;
  readonly whole: PeakCounts;
  readonly noisy?: PeakCounts;
}

/** Counts of a record in all variants, and the strips of the clean ones. */
interface ScoredRecord {
  readonly counted: readonly Counted[];
  readonly strips: readonly Strip[];
}

/**
 * Scores the R peaks of the live path within 150 ms of the annotations, between the first annotated beat and the last and
 * outside flutter. Each lead stands on its own.
 * @throws StudyError if the folder has no annotated records; RecordingError if a file is malformed
 */
export async function scoreRPeaks(
  options: RecordsOptions & { readonly noise?: NoiseOptions; readonly leads?: LeadChoice },
): Promise<ScoredRPeaks> {
  const { folder, only, noise, leads = 'first', onProgress } = options;
  const records = await annotatedRecords(folder, leads, only);
  const byName = new Map(records.map((record) => [record.name, record]));
  const noises = await readNoise(noise);
  const { models } = await loadSignalModels();
  const { outcomes, unreadable } = await eachRecord([...byName.keys()], (name, index) =>
    scoreRecord(byName.get(name), {
      variants: (recording) => variantsOf(recording, noises, noise),
      models,
      onVariant: (variant) => onProgress?.({ name, variant, record: index + 1, records: records.length }),
    }),
  );
  const counted = outcomes.flatMap((outcome) => outcome.counted);
  const resultsFor = (key: string): PeakResults => results(counted.filter(({ variant }) => variant === key));
  return {
    evaluation: {
      ...resultsFor('clean'),
      ...(noise && {
        noise: byNoise(noise, (name, snrDb) => resultsFor(`${name} ${snrDb} dB`)),
      }),
      unreadable,
    },
    strips: outcomes.flatMap(({ strips }) => strips).slice(0, mostStrips),
  };
}

/** Strips of a whole report. */
const mostStrips = 80;

async function scoreRecord(
  record: AnnotatedRecord | undefined,
  tools: {
    readonly variants: (recording: EcgRecording) => Iterable<Variant>;
    readonly models: SignalModels;
    readonly onVariant: (variant: string) => void;
  },
): Promise<ScoredRecord> {
  const counted: Counted[] = [];
  const strips: Strip[] = [];
  if (record === undefined) return { counted, strips };
  for (const { recording: clean, group } of await record.read()) {
    for (const variant of tools.variants(clean)) {
      const key = variantKey(variant);
      tools.onVariant(key);
      const peaks = livePeaks(variant.recording, tools.models);
      counted.push({ name: record.name, ...(group !== undefined && { group }), ...count(variant, peaks) });
      if (variant.noise === undefined) strips.push(...worstPeakStrips(variant.recording, peaks));
    }
  }
  return { counted, strips };
}

function count(variant: Variant, peaks: readonly number[]): Pick<Counted, 'variant' | 'whole' | 'noisy'> {
  const { recording, noise } = variant;
  const { annotations, samplingRateHz } = recording;
  const reference = { annotations, samplingRateHz, recordSeconds: secondsOf(recording) };
  const whole = peakCounts(matchPeaksOf(peaks, { ...reference, within: [annotatedSpan(recording)] }));
  return {
    variant: variantKey(variant),
    whole,
    ...(noise && { noisy: peakCounts(matchPeaksOf(peaks, { ...reference, within: noise.noisy })) }),
  };
}

function results(counted: readonly Counted[]): PeakResults {
  const noisy = counted.flatMap((lead) => (lead.noisy === undefined ? [] : [{ ...lead, whole: lead.noisy }]));
  const records = summed(counted, ({ name }) => name);
  return {
    pooled: result(sumCounts(counted.map(({ whole }) => whole))),
    average: averageOf(Object.values(records)),
    records,
    groups: summed(counted, ({ group }) => group),
    ...(noisy.length > 0 && {
      noisyPooled: result(sumCounts(noisy.map(({ whole }) => whole))),
      noisyRecords: summed(noisy, ({ name }) => name),
    }),
  };
}

function summed(
  counted: readonly Counted[],
  keyOf: (counted: Counted) => string | undefined,
): Record<string, PeakResult> {
  const byKey = new Map<string, PeakCounts[]>();
  for (const lead of counted) {
    const key = keyOf(lead);
    if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), lead.whole]);
  }
  return Object.fromEntries([...byKey].map(([key, counts]) => [key, result(sumCounts(counts))]));
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
