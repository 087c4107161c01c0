import type { Command } from 'commander';
import { addUserAdd } from './add.ts';
import { addUserChange } from './change.ts';
import { addUserFirst } from './first.ts';
import { addUserList } from './list.ts';

/** `beatwatch users`. */
export function addUsers(program: Command): void {
  const users = program
    .command('users')
    .description('list, add, change and disable the people who may sign in');
  addUserList(users);
  addUserAdd(users);
  addUserChange(users);
  addUserFirst(users);
}
