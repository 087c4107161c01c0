import type { FibrillationModel } from '../fibrillation/index-of-window.ts';
import type { QualityNetwork } from '../quality/network.ts';

/** Models learned from recordings that judge each second of a lead. */
export interface SignalModels {
  readonly quality: QualityNetwork;
  readonly fibrillation: FibrillationModel;
}
