import { rWindow88Microvolts, patientId } from '@beatwatch/contracts';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import type { ScoringEngine } from '@beatwatch/model-core';
import { epochTimeUs } from '@beatwatch/studies';
import type { ClassRow } from '../beat-classes/class-row.ts';
import { correctClasses, type CorrectionSettings } from '../beat-classes/correct-classes.ts';
import { wardRows } from '../beat-classes/ward-rows.ts';
import { selectBeats } from '../selection/select-beats.ts';
import { selectionDefaults } from '../selection/settings.ts';
import { memoryWard } from './memory-ward.ts';
import type { Replayed } from '../replayed-alarms/replay.ts';

export interface WardBase {
  readonly engine: ScoringEngine;
  readonly trees: BoostedTrees;
  /** Annotated beats of a data set that the base has learned from, learned beside the ward's. */
  readonly reference: readonly ClassRow[];
}

export interface StaffSettings {
  /** Share of labels that are wrong, of each of two who label every alarm. */
  readonly labelErrors: number;
  readonly seed: number;
}

/** Newest labelled alarms of a patient that are learned from, as in a job. */
const alarmsWithContext = 20;

/**
 * Rows that a retraining learns from, by the selection that a job makes, without a held-out test.
 * @param untilSeconds what came later is neither seen nor labelled. Default: everything is
 * @returns undefined where no label can be learned from
 */
export async function rowsOfWard(
  patients: readonly Replayed[],
  { engine, trees, reference }: WardBase,
  { labelErrors, seed, untilSeconds }: StaffSettings & { readonly untilSeconds?: number },
): Promise<readonly ClassRow[] | undefined> {
  const source = memoryWard(patients, {
    labellers: ['ann', 'bob'],
    errors: labelErrors,
    seed,
    ...(untilSeconds !== undefined && { untilSeconds }),
  });
  const { beats } = await selectBeats(source, {
    settings: {
      ...selectionDefaults,
      fromUs: epochTimeUs(0),
      toUs: epochTimeUs(untilSeconds ?? 1e6),
      preprocessing: rWindow88Microvolts,
      patients: patients.map(({ name }) => patientId(name)),
      testShare: 0,
      validationShare: 0,
      alarmsWithContext,
    },
  });
  if (!beats.some(({ labelled }) => labelled)) return undefined;
  const { train } = await wardRows(beats, { engine, trees });
  const isLabelled = train.some(({ source: of }) => of === 'false alarm' || of === 'true alarm');
  return isLabelled ? [...train, ...reference] : undefined;
}

/** Trees of several seeds from the same rows; the base's own where there is nothing to learn from. */
export const correctedTrees = (
  base: WardBase,
  rows: readonly ClassRow[] | undefined,
  { seeds, ...correction }: Omit<CorrectionSettings, 'seed'> & { readonly seeds: readonly number[] },
): BoostedTrees[] =>
  seeds.map((seed) =>
    rows === undefined ? base.trees : correctClasses(base.trees, rows, { ...correction, seed }),
  );
