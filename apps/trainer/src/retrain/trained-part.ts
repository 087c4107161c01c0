import type { RetrainResult } from '../jobs/retrain-job.ts';
import type { WearableModel } from './wearable-model.ts';

/** A model of which a part was trained further, and how. */
export interface TrainedPart extends Pick<
  RetrainResult,
  'what' | 'patients' | 'trainBeats' | 'validationBeats' | 'losses' | 'bestEpoch' | 'labels'
> {
  readonly model: WearableModel;
  /** Judges it on what the training did not see; absent without any. */
  readonly validate?: (champion: WearableModel) => Promise<NonNullable<RetrainResult['validation']>>;
}
