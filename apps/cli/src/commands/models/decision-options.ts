import { userInfo } from 'node:os';
import { Option, type Command } from 'commander';

/** Who decides, and why. */
export interface DecisionFlags {
  readonly because: string;
  readonly by: string;
  readonly json?: boolean;
}

export const addDecisionOptions = (command: Command): Command =>
  command
    .requiredOption('--because <reason>', 'why, for the record')
    .addOption(
      new Option('--by <name>', 'who decides').default(userInfo().username, 'the user of the system'),
    )
    .option('--json', 'print the result as JSON');
