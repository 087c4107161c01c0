import type { Command } from 'commander';
import { addAutoencoderShareStudy } from './autoencoder-share.ts';
import { addEcg5000Study } from './ecg5000.ts';
import { addFineTuningStudy } from './fine-tuning.ts';
import { addMnistStudies } from './mnist.ts';
import { addRetrainingStudy } from './retraining.ts';
import { addSequenceStudy } from './sequences.ts';

/** `beatwatch study ...`: repeats published comparisons. */
export function addStudy(program: Command): void {
  const study = program
    .command('study')
    .description('repeat a published comparison and write its report, one HTML file');
  addAutoencoderShareStudy(study);
  addEcg5000Study(study);
  addFineTuningStudy(study);
  addMnistStudies(study);
  addRetrainingStudy(study);
  addSequenceStudy(study);
}
