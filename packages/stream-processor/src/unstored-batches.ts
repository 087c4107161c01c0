import type { Batch } from '@beatwatch/stream';

/** Bytes of a partition's batches from which its states are stored at once, so that few have to be kept. */
const mostBytes = 8 * 1_048_576;

interface Kept {
  readonly batches: Batch[];
  bytes: number;
}

/** The batches of each partition since its states were last stored: from there on they can be handled again. */
export class UnstoredBatches {
  readonly #kept = new Map<number, Kept>();

  add(batch: Batch): void {
    const kept = this.#kept.get(batch.partition) ?? { batches: [], bytes: 0 };
    this.#kept.set(batch.partition, kept);
    kept.batches.push(batch);
    for (const { key, value } of batch.messages) kept.bytes += key.byteLength + value.byteLength;
  }

  /** Whether they are to be kept no longer. */
  isFull(partition: number): boolean {
    return (this.#kept.get(partition)?.bytes ?? 0) > mostBytes;
  }

  of(partition: number): readonly Batch[] {
    return this.#kept.get(partition)?.batches ?? [];
  }

  /** The states of the partition are stored, or belong to another process. */
  clear(partition: number): void {
    this.#kept.delete(partition);
  }

  clearAll(): void {
    this.#kept.clear();
  }
}
