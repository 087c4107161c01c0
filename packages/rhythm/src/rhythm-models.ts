import type { AtrialFibrillationModel } from './atrial-fibrillation/watch.ts';
import type { VentricularRhythmModel } from './ventricular/watch.ts';

/** Models learned from recordings that tell rhythms. A rhythm without a model is not told. */
export interface RhythmModels {
  readonly atrialFibrillation?: AtrialFibrillationModel;
  readonly ventricular?: VentricularRhythmModel;
}
