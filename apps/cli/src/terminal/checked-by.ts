import { ContractError } from '@beatwatch/contracts';
import { InvalidArgumentError } from 'commander';

/** Makes the contracts' rule one of the command line. */
export const checkedBy =
  (read: (text: string) => string) =>
  (text: string): string => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      throw new InvalidArgumentError(`${error.message}.`);
    }
  };
