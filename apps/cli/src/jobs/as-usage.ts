import { BeatwatchError } from '@beatwatch/contracts';
import { CliError } from '../errors.ts';

/** @throws CliError (`usage`) where what was asked for is refused; other errors as they are */
export async function asUsage<Result>(
  refusals: readonly string[],
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BeatwatchError && refusals.includes(String(error.code)))
      throw new CliError(error.message, { code: 'usage', cause: error });
    throw error;
  }
}
