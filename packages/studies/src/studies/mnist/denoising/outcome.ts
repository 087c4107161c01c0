import type { TrainedDigits } from '../train-digits.ts';
import type { Comparison } from './comparison.ts';
import type { FilterChoices } from './filter-choice.ts';
import type { NoisyDigit } from './noisy-digits.ts';
import type { DenoisingSettings } from './settings.ts';

/** A finished run: the report is drawn from it. */
export interface DenoisingRun {
  readonly settings: DenoisingSettings;
  readonly trained: TrainedDigits;
  readonly filters: FilterChoices;
  readonly comparison: Comparison;
  readonly shown: readonly NoisyDigit[];
  /** Of the clean training digits. */
  readonly fingerprint: string;
}

export interface DenoisingOutcome {
  readonly settings: DenoisingSettings;
  readonly engine: string;
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly filters: FilterChoices;
  readonly methods: Comparison['methods'];
  /** Mean PSNR of network and skip minus that of the better filter, in dB. */
  readonly gainDb: number;
  /** The same against the filters that know each image's noise. */
  readonly gainOverToldFiltersDb: number;
}

export function denoisingOutcome({ settings, trained, filters, comparison }: DenoisingRun): DenoisingOutcome {
  const { methods } = comparison;
  const psnrDb = (id: keyof typeof methods): number => methods[id].quality.all.psnrDb;
  const best = psnrDb('networkAndSkip');
  return {
    settings,
    engine: trained.engine,
    bestEpoch: trained.bestEpoch,
    epochs: trained.history.length,
    filters,
    methods,
    gainDb: best - Math.max(psnrDb('median'), psnrDb('nonLocalMeans')),
    gainOverToldFiltersDb: best - Math.max(psnrDb('medianTold'), psnrDb('nonLocalMeansTold')),
  };
}
