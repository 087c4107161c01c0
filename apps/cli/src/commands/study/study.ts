import type { Command } from 'commander';
import { addEcg5000Study } from './ecg5000.ts';
import { addMnistStudies } from './mnist.ts';

/** `beatwatch study ...`: runs that end in a report. */
export function addStudy(program: Command): void {
  const study = program.command('study').description('run a study and write its report, one HTML file');
  addEcg5000Study(study);
  addMnistStudies(study);
}
