import { noiseFaults } from '@beatwatch/ecg';

/** Targets of a second: the index of its class, `notUsable` for any noise, or `unlabelled` if it is ambiguous. */
export const usableClass = 0;
export const classOf = (fault: (typeof noiseFaults)[number]): number => 1 + noiseFaults.indexOf(fault);
export const notUsable = -1;
export const unlabelled = -2;

/** A signal with a target for every second. */
export interface LabelledSignal {
  /** Name of a second's group in the report: `mitdb`, `fibrillation`, `em 6 dB`, `wearable N`. */
  readonly groupOf: (second: number) => string;
  /** Folder of the record. */
  readonly dataSet: string;
  readonly record: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
  readonly targetOf: (second: number) => number;
  /** Weight of a second in training. */
  readonly weightOf: (second: number) => number;
  /** Fold that is tested on the signal. */
  readonly fold: number;
  /** Third of the noise record that was added; absent without noise. */
  readonly noiseThird?: number;
}
