import { rhythmMeasureNames, type RhythmMeasureName, type SignalSecond } from '@beatwatch/contracts';
import { mean, median } from '@beatwatch/statistics';

/** What is remembered of a second: plain data. */
export type RhythmSecond = Pick<
  SignalSecond,
  'endTimeUs' | 'qualityIndex' | 'fibrillationIndex' | 'rhythmMeasures'
>;

export const signalFeatureNames = [
  /** Quality: the worst second and the mean. */
  'leastQuality',
  'meanQuality',
  /** Log odds of fibrillation: newest, highest and mean. */
  'newestFibrillation',
  'highestFibrillation',
  'meanFibrillation',
  'leastResting',
  'newestResting',
  'leastAutocorrelation',
  'newestAutocorrelation',
  'highestConcentration',
  /** Dominant frequency of the second with the highest concentration, Hz. */
  'concentratedHz',
  'newestHz',
  'leastFastShare',
  'meanFastShare',
  /** Size of the newest seconds over the median one. */
  'relativeSize',
  /** Seconds with measures. */
  'measuredSeconds',
] as const;
type SignalFeatures = Readonly<Record<(typeof signalFeatureNames)[number], number>>;

const mostLogOdds = 6;

/** @param seconds of the window, oldest first */
export function signalFeatures(seconds: readonly RhythmSecond[]): SignalFeatures {
  const quality = seconds.map(({ qualityIndex }) => qualityIndex);
  const measured = seconds.filter(({ rhythmMeasures }) => rhythmMeasures !== undefined);
  const base = {
    ...unknown,
    leastQuality: Math.min(...quality),
    meanQuality: mean(quality),
    measuredSeconds: measured.length,
  };
  const newest = measured.at(-1);
  if (newest === undefined) return base;
  const valuesOf = (name: RhythmMeasureName): number[] => measured.map((second) => measure(second, name));
  const fibrillation = measured.map(({ fibrillationIndex: index }) =>
    Math.min(mostLogOdds, Math.max(-mostLogOdds, Math.log(index) - Math.log(1 - index))),
  );
  const concentration = valuesOf('concentration');
  const concentrated = measured[concentration.indexOf(Math.max(...concentration))] ?? newest;
  const fast = valuesOf('fastShare');
  return {
    ...base,
    newestFibrillation: fibrillation.at(-1) ?? Number.NaN,
    highestFibrillation: Math.max(...fibrillation),
    meanFibrillation: mean(fibrillation),
    leastResting: Math.min(...valuesOf('restingShare')),
    newestResting: measure(newest, 'restingShare'),
    leastAutocorrelation: Math.min(...valuesOf('lowestAutocorrelation')),
    newestAutocorrelation: measure(newest, 'lowestAutocorrelation'),
    highestConcentration: Math.max(...concentration),
    concentratedHz: measure(concentrated, 'dominantHz'),
    newestHz: measure(newest, 'dominantHz'),
    leastFastShare: Math.min(...fast),
    meanFastShare: mean(fast),
    relativeSize: measure(newest, 'sizeMicrovolts') / median(valuesOf('sizeMicrovolts')),
  };
}

const unknown = Object.fromEntries(signalFeatureNames.map((name) => [name, Number.NaN])) as SignalFeatures;

const places = Object.fromEntries(rhythmMeasureNames.map((name, index) => [name, index])) as Readonly<
  Record<RhythmMeasureName, number>
>;

const measure = ({ rhythmMeasures }: RhythmSecond, name: RhythmMeasureName): number =>
  rhythmMeasures?.[places[name]] ?? Number.NaN;
