import { wearableModelDirectory } from '@beatwatch/adaptation';
import { rWindow88Microvolts } from '@beatwatch/contracts';
import type { Model } from '@beatwatch/model-core';
import {
  compareModels,
  promotionDefaults,
  readReferenceSets,
  type Candidate,
  type Comparison,
  type PromotionRule,
} from '@beatwatch/retraining';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import type { StoredSelection } from '@beatwatch/timescale';

export interface EvaluateOptions {
  readonly champion: Model;
  readonly challenger: Model;
  /** Whose test, the newest labelled beats, is judged as well. */
  readonly selection: StoredSelection;
  /** Folder of the data sets with annotated recordings; undefined where nobody has named one. */
  readonly referenceDir: string | undefined;
  readonly rule: Partial<PromotionRule>;
  readonly onProgress: (progress: {
    readonly text: string;
    /** Of the comparison, 0 to 1. */
    readonly share: number;
  }) => void;
}

/** Judges champion and challenger on the reference sets that are there and on the newest labelled beats of the ward. */
export async function evaluate({
  champion,
  challenger,
  selection,
  referenceDir,
  rule,
  onProgress,
}: EvaluateOptions): Promise<Comparison> {
  onProgress({ text: 'reading the reference sets', share: 0 });
  return compareModels({
    champion: await candidateOf(champion),
    challenger: await candidateOf(challenger),
    reference: await readReferenceSets(champion.manifest.preprocessing, referenceDir),
    selection,
    rule: { ...promotionDefaults, ...rule },
    onProgress,
  });
}

/** With the shipped trees that tell classes by a wearable model. */
async function candidateOf(model: Model): Promise<Candidate> {
  if (model.manifest.preprocessing !== rWindow88Microvolts) return { model };
  return { model, beats: beatClassModelOf(await loadBeatsModel(wearableModelDirectory(undefined, 'beats'))) };
}
