import { rr140Zscore } from '@beatwatch/contracts';
import type { Texts } from '../texts/texts.ts';

/** How the model with this preprocessing computes its anomaly score, as one sentence. */
export const scoreDefinition = ({ beats }: Texts, preprocessing: string): string =>
  preprocessing === rr140Zscore ? beats.scoreIsLoss : beats.scoreIsRelative;
