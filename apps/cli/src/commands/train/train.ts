import type { Command } from 'commander';
import { addTrainBeats } from './beats.ts';
import { addTrainDenoiser } from './denoiser.ts';
import { addTrainEcg } from './ecg.ts';
import { addTrainAtrialFibrillation } from './atrial-fibrillation.ts';
import { addTrainVentricularRhythm } from './ventricular-rhythm.ts';
import { addTrainFibrillation } from './fibrillation.ts';
import { addTrainQuality } from './quality.ts';
import { addTrainWearable } from './wearable.ts';

/** `beatwatch train ...`: makes the model files that are shipped. */
export function addTrain(program: Command): void {
  const train = program.command('train').description('train a model');
  addTrainEcg(train);
  addTrainWearable(train);
  addTrainBeats(train);
  addTrainQuality(train);
  addTrainAtrialFibrillation(train);
  addTrainVentricularRhythm(train);
  addTrainFibrillation(train);
  addTrainDenoiser(train);
}
