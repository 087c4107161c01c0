import type { PatientId } from '@beatwatch/contracts';
import type { PatientStatesOptions } from './patient-states-options.ts';
import { PartitionStates, type OwnedPartition, type StateEntry } from './partition-states.ts';
import { restoredState } from './restored-state.ts';

/**
 * The state of one stream processor for each patient of the partitions that this process owns.
 *
 * A processor applies its effects first and checkpoints now and then, some patients at a time; the first message that a stored
 * state lacks is the committed position. After a crash the log is read again from there and messages below a patient's own
 * `nextOffset` are skipped. A processor is deterministic and its rows have keys, so that an effect applied twice changes
 * nothing.
 *
 * A patient who has been gone for a week is forgotten, in memory and in the table: all of his messages are committed long
 * since. If he comes back he begins anew.
 */
export class PatientStates<State> {
  readonly #options: PatientStatesOptions<State>;
  readonly #partitions = new Map<number, Promise<OwnedPartition<State>>>();

  constructor(options: PatientStatesOptions<State>) {
    this.#options = options;
  }

  /** The partition's states, read from their checkpoints at the first call. */
  async partition(partition: number): Promise<PartitionStates<State>> {
    let owned = this.#partitions.get(partition);
    if (owned === undefined) {
      owned = this.#load(partition);
      this.#partitions.set(partition, owned);
      owned.catch(() => this.#partitions.delete(partition));
    }
    return new PartitionStates(await owned, this.#options, partition);
  }

  /** The partitions in memory. */
  owned(): number[] {
    return [...this.#partitions.keys()];
  }

  /** Drops a partition after a failed effect: memory is ahead of what is stored. */
  forget(partition: number): void {
    this.#partitions.delete(partition);
  }

  /** Drops all partitions after a rebalance: another process may have moved on since. */
  forgetAll(): void {
    this.#partitions.clear();
  }

  async #load(partition: number): Promise<OwnedPartition<State>> {
    const { processor, topic, logId, checkpoints } = this.#options;
    const rows = await checkpoints.read({ processor, topic, partition });
    await this.#options.beforeRestore?.(
      rows.map(({ state }) => state),
      partition,
    );
    const nowMs = (this.#options.now ?? Date.now)();
    const patients = new Map(
      rows.map((row): [PatientId, StateEntry<State>] => {
        const entry: StateEntry<State> = {
          state: restoredState(this.#options, row.patientId, row.state),
          // After a loss of the broker, or a restored database: what was learned goes on at the beginning of the new log.
          nextOffset: row.logId === logId ? row.nextOffset : 0,
          unstored: undefined,
          bytes: row.state.byteLength,
          changedMs: row.storedAtMs ?? nowMs,
        };
        return [row.patientId, entry];
      }),
    );
    // Not at once: after a long outage their messages may be waiting.
    return { patients, nextOffset: undefined, lookedMs: nowMs };
  }
}
