import type { Command } from 'commander';
import { addCompare } from './compare.ts';

export function addModels(program: Command): void {
  const models = program.command('models').description('models that score, and those that may replace them');
  addCompare(models);
}
