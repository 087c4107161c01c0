import type { Command } from 'commander';
import { addKeyAdd } from './add.ts';
import { addKeyList } from './list.ts';
import { addKeyRevoke } from './revoke.ts';

/** `beatwatch keys`. */
export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('make, list and revoke the keys by which devices and programs are let in');
  addKeyList(keys);
  addKeyAdd(keys);
  addKeyRevoke(keys);
}
