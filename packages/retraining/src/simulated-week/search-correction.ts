import { correctionDefaults, type CorrectionSettings } from '../beat-classes/correct-classes.ts';
import type { RateComparison } from '../replayed-alarms/compare-counts.ts';
import { openFoldModel, wards, type Ward } from './recorded-ward.ts';
import { WardStudy, type StudyWeekOptions } from './study-week.ts';

type Correction = Omit<CorrectionSettings, 'seed'>;

/** Settings that are compared: what patients' beats of false and of true alarms count beside their other ones. */
const searchedWeights: readonly (readonly [falseAlarm: number, trueAlarm: number])[] = [
  [3, 3],
  [3, 1],
  [3, 0.5],
  [3, 0],
  [10, 3],
  [10, 1],
  [1, 1],
];

interface TriedCorrection {
  readonly correction: Correction;
  /** Patients of other folds, on each ward. */
  readonly comparisons: Readonly<Record<Ward, RateComparison>>;
}

export interface CorrectionSearch {
  readonly tried: readonly TriedCorrection[];
  /** Index of the one that each ward would choose; undefined where none is no worse than the shipped trees. */
  readonly chosenBy: Readonly<Record<Ward, number | undefined>>;
  /** The one that both would choose together. */
  readonly chosen: number | undefined;
}

const correctionWith = ([falseAlarm, trueAlarm]: readonly [number, number]): Correction => ({
  ...correctionDefaults,
  weights: { ...correctionDefaults.weights, 'false alarm': falseAlarm, 'true alarm': trueAlarm },
});

/**
 * Tries settings of the correction on patients who labelled nothing. What is chosen on one data set can be judged by what it does on the
 * other.
 */
export async function searchCorrection(
  options: Omit<StudyWeekOptions, 'ward' | 'correction'>,
): Promise<CorrectionSearch> {
  const tried = searchedWeights.map((weights) => ({
    correction: correctionWith(weights),
    comparisons: {} as Record<Ward, RateComparison>,
  }));
  for (const ward of wards) {
    const model = await openFoldModel(ward);
    try {
      const study = await WardStudy.open(model, { ...options, ward, correction: correctionDefaults });
      for (const [index, { correction, comparisons }] of tried.entries()) {
        options.onProgress?.(`${ward}: setting ${index + 1} of ${tried.length}`);
        comparisons[ward] = await study.others(correction);
      }
    } finally {
      await model.engine.dispose();
    }
  }
  return {
    tried,
    chosenBy: { mitdb: chosenOn(tried, ['mitdb']), svdb: chosenOn(tried, ['svdb']) },
    chosen: chosenOn(tried, wards),
  };
}

/**
 * What a correction is worth: the share of false alarms of ventricular beats that it spares, plus the share of missed runs that it finds.
 * @returns undefined where it makes false alarms, true alarms or found runs worse
 */
export function worthOf({
  champion,
  challenger,
}: Pick<RateComparison, 'champion' | 'challenger'>): number | undefined {
  const isWorse =
    challenger.ventricularFalsePerHour > champion.ventricularFalsePerHour ||
    challenger.trueAlarmsPerHour < champion.trueAlarmsPerHour ||
    challenger.runSensitivity < champion.runSensitivity;
  if (isWorse) return undefined;
  const share = (gained: number, of: number): number => (of > 0 ? gained / of : 0);
  return (
    share(
      champion.ventricularFalsePerHour - challenger.ventricularFalsePerHour,
      champion.ventricularFalsePerHour,
    ) + share(challenger.runSensitivity - champion.runSensitivity, 1 - champion.runSensitivity)
  );
}

/** @returns index of the one that is worth most on these data sets together, among those that are worse on none */
export function chosenOn(
  tried: readonly Pick<TriedCorrection, 'comparisons'>[],
  on: readonly Ward[],
): number | undefined {
  let chosen: { readonly index: number; readonly worth: number } | undefined;
  for (const [index, { comparisons }] of tried.entries()) {
    const worths = on.map((ward) => worthOf(comparisons[ward]));
    const sum = worths.reduce<number | undefined>(
      (total, worth) => (total === undefined || worth === undefined ? undefined : total + worth),
      0,
    );
    if (sum !== undefined && sum > (chosen?.worth ?? -1)) chosen = { index, worth: sum };
  }
  return chosen?.index;
}
