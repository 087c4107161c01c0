import type { StoredSelection } from '@beatwatch/timescale';
import { compareModels, type SetComparison } from '../comparison/compare-models.ts';
import type { Candidate } from '../comparison/judge-set.ts';
import { labelledSet } from '../comparison/labelled-set.ts';
import { promotionDefaults, type PromotionRule } from '../comparison/promotion-limits.ts';

export interface PatientComparison {
  /** Whether the patient should be given the model, by the rule. */
  readonly assign: boolean;
  /** The same in a sentence, with the reason. */
  readonly sentence: string;
  readonly reasons: readonly string[];
  /** Absent where the patient has no labelled beats to compare on. */
  readonly set?: SetComparison;
}

interface ComparePatientOptions {
  readonly champion: Candidate;
  readonly challenger: Candidate;
  /** Of the one patient; neither model has learned from its test. */
  readonly selection: Pick<StoredSelection, 'beats'>;
  readonly rule?: Partial<PromotionRule>;
}

/**
 * Whether a model that was trained further on one patient is better for him: on the beats of his newest alarms that people
 * labelled, which are held out, by the rule of a promotion. Without anomalous beats among them nobody knows what the model would
 * miss, without normal ones what it would spare: then the patient stays with the champion.
 */
export async function compareForPatient({
  champion,
  challenger,
  selection,
  rule,
}: ComparePatientOptions): Promise<PatientComparison> {
  const labelled = labelledSet(selection.beats);
  const kinds = new Set(
    labelled?.sequences.flatMap(({ beats }) => beats.map(({ normal }) => normal)).filter(isKnown),
  );
  if (labelled === undefined || kinds.size < 2) {
    const missing =
      labelled === undefined ? 'labelled' : kinds.has(true) ? 'labelled as anomalous' : 'labelled as normal';
    const sentence = `Do not assign: no held-out beat of the patient is ${missing}, so nobody knows what the model would change.`;
    return { assign: false, sentence, reasons: [] };
  }
  const set = { ...labelled, name: 'patient', title: 'the newest labelled beats of the patient' };
  const { verdict, sets } = await compareModels({
    champion,
    challenger,
    reference: { sets: [set], missing: [] },
    rule: { ...promotionDefaults, ...rule },
  });
  const [compared] = sets;
  const { promote: assign, sentence, reasons } = verdict;
  return { assign, sentence, reasons, ...(compared && { set: compared }) };
}

const isKnown = (normal: boolean | undefined): normal is boolean => normal !== undefined;
