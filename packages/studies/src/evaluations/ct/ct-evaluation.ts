import type { GreyImage } from '@beatwatch/denoiser';
import type { CtFolder } from '../../ct/read-slices.ts';
import type { Baseline } from './baselines.ts';
import type { DoseFigures } from './ct-figures.ts';

/** The outcome of `beatwatch evaluate ct`. */
export interface CtEvaluation {
  readonly model: string;
  readonly seed: number;
  /** Of the judged full-dose slices' pixels. */
  readonly fingerprint: string;
  readonly baselines: readonly Baseline[];
  readonly doses: readonly DoseFigures[];
  readonly leftOut: CtFolder['leftOut'];
}

/** The images of one slice, for the report. */
export interface DrawnSlice {
  readonly file: string;
  readonly gainDb: number;
  readonly fullDose: GreyImage;
  readonly noisy: GreyImage;
  readonly baseline: GreyImage;
  readonly network: GreyImage;
}
