import { userInfo } from 'node:os';
import { actorName } from '@beatwatch/contracts';
import { Option } from 'commander';
import { checkedBy } from './checked-by.ts';

/** `--by <name>`: under whose name an act is stored. */
export const byOption = (): Option =>
  new Option('--by <name>', 'who does it')
    .default(userInfo().username, 'the user of the system')
    .argParser(checkedBy(actorName));
