import type { Checkpoint, Repositories } from '@beatwatch/timescale';
import { failureOf } from './failure.ts';

/** A checkpoint that the database does not take though it takes others. */
export interface RefusedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly cause: unknown;
}

/** Attempts of a checkpoint that fails alone. */
const attempts = 3;
/** Bytes of states in one statement. A message to the server has 1 GiB at most, and its memory has other uses. */
const mostStatementBytes = 16 * 1_048_576;
/** Bytes of one state: far beyond any that grows by rule. Larger ones do the database harm before it refuses them. */
const mostStateBytes = 64 * 1_048_576;

/**
 * Stores checkpoints. Where the database fails at them for another reason than an outage they are stored in halves, down to
 * those that fail alone, so that one patient's state holds up no other's.
 *
 * @returns those that are not stored
 * @throws the error of an outage; what is stored by then may be stored again
 */
export async function storeCheckpoints(
  checkpoints: readonly Checkpoint[],
  table: Pick<Repositories['checkpoints'], 'write'>,
): Promise<readonly RefusedCheckpoint[]> {
  const [first] = checkpoints;
  if (first === undefined) return [];
  const stateBytes = checkpoints.reduce((sum, { state }) => sum + state.byteLength, 0);
  if (checkpoints.length === 1) {
    const cause = await (stateBytes > mostStateBytes
      ? new RangeError(`a state of ${stateBytes} bytes; at most ${mostStateBytes} are stored`)
      : failureAlone(first, table));
    return cause === undefined ? [] : [{ checkpoint: first, cause }];
  }
  if (stateBytes <= mostStatementBytes) {
    try {
      await table.write(checkpoints);
      return [];
    } catch (error) {
      if (failureOf(error) === 'outage') throw error;
    }
  }
  const middle = Math.ceil(checkpoints.length / 2);
  const refused = await storeCheckpoints(checkpoints.slice(0, middle), table);
  return [...refused, ...(await storeCheckpoints(checkpoints.slice(middle), table))];
}

/** Why the database refuses a checkpoint; undefined where it takes it. */
async function failureAlone(
  checkpoint: Checkpoint,
  table: Pick<Repositories['checkpoints'], 'write'>,
): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await table.write([checkpoint]);
      return undefined;
    } catch (error) {
      if (failureOf(error) === 'outage') throw error;
      if (attempt === attempts) return error;
    }
  }
}
