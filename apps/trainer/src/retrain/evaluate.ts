import {
  compareModels,
  promotionDefaults,
  type Comparison,
  type PromotionRule,
  type ReferenceSets,
} from '@beatwatch/retraining';
import type { StoredSelection } from '@beatwatch/timescale';
import { candidateOf, type WearableModel } from './wearable-model.ts';

export interface EvaluateOptions {
  readonly champion: WearableModel;
  readonly challenger: WearableModel;
  /** Whose test, the newest labelled beats, is judged as well. */
  readonly selection: StoredSelection;
  readonly reference: ReferenceSets;
  readonly rule: Partial<PromotionRule>;
  readonly onProgress: (progress: {
    readonly text: string;
    /** Of the comparison, 0 to 1. */
    readonly share: number;
  }) => void;
}

/** Judges champion and challenger on the reference sets that are there and on the newest labelled beats of the ward. */
export const evaluate = ({ champion, challenger, rule, ...rest }: EvaluateOptions): Promise<Comparison> =>
  compareModels({
    champion: candidateOf(champion),
    challenger: candidateOf(challenger),
    rule: { ...promotionDefaults, ...rule },
    ...rest,
  });
