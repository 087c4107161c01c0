import type { Command } from 'commander';
import { addExport } from './export.ts';
import { addList } from './list.ts';
import { addMake } from './make.ts';

export function addSelections(program: Command): void {
  const selections = program
    .command('selections')
    .description('data sets of normal beats, chosen from the database, that models are trained on');
  addMake(selections);
  addList(selections);
  addExport(selections);
}
