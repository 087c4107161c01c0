import type { Admission } from './admission.ts';
import type { Denoised } from './denoised.ts';
import type { FewLabels } from './few-labels.ts';
import type { LeftOut } from './left-out.ts';

export interface AutoencoderShareOutcome {
  /** By judged data set; trees and autoencoder learned from other data sets. */
  readonly leftOut: Readonly<Record<string, readonly LeftOut[]>>;
  readonly admission: Admission;
  /** By noise, `none` too. */
  readonly denoised: readonly Denoised[];
  readonly fewLabels: readonly FewLabels[];
}
