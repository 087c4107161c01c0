import type { Command } from 'commander';
import { addAssign } from './assign.ts';
import { addCompare } from './compare.ts';
import { addDecide } from './decide.ts';
import { addList } from './list.ts';
import { addPublish } from './publish.ts';
import { addShadow } from './shadow.ts';

export function addModels(program: Command): void {
  const models = program.command('models').description('models that score, and those that may replace them');
  addList(models);
  addCompare(models);
  addShadow(models);
  addDecide(models);
  addAssign(models);
  addPublish(models);
}
