import type { FibrillationModel } from '../fibrillation/index-of-window.ts';
import type { QualityNetwork } from '../quality/network.ts';

/** What was learned from recordings, and judges each second of a lead. */
export interface SignalModels {
  readonly quality: QualityNetwork;
  readonly fibrillation: FibrillationModel;
}
