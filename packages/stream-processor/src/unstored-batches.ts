import type { Batch } from '@beatwatch/stream';

/** Bytes of a partition's batches from which its states are stored at once, so that few have to be kept. */
const mostBytes = 8 * 1_048_576;

interface Kept {
  readonly batches: Batch[];
  bytes: number;
}

/** The batches of each partition that stored states lack something of: with these they can be handled again. */
export class UnstoredBatches {
  readonly #kept = new Map<number, Kept>();

  add(batch: Batch): void {
    const kept = this.#kept.get(batch.partition) ?? { batches: [], bytes: 0 };
    this.#kept.set(batch.partition, kept);
    kept.batches.push(batch);
    kept.bytes += bytesOf(batch);
  }

  /** Whether they are to be kept no longer. */
  isFull(partition: number): boolean {
    return (this.#kept.get(partition)?.bytes ?? 0) > mostBytes;
  }

  of(partition: number): readonly Batch[] {
    return this.#kept.get(partition)?.batches ?? [];
  }

  /** The stored states lack nothing below the offset. */
  dropBelow(partition: number, offset: number): void {
    const kept = this.#kept.get(partition);
    if (kept === undefined) return;
    const isLacked = (batch: Batch): boolean => (batch.messages.at(-1)?.offset ?? 0) >= offset;
    const batches = kept.batches.filter(isLacked);
    if (batches.length < kept.batches.length) {
      this.#kept.set(partition, { batches, bytes: batches.reduce((sum, batch) => sum + bytesOf(batch), 0) });
    }
  }

  /** The states of the partition belong to another process, or are read again. */
  clear(partition: number): void {
    this.#kept.delete(partition);
  }

  clearAll(): void {
    this.#kept.clear();
  }
}

const bytesOf = ({ messages }: Batch): number =>
  messages.reduce((sum, { key, value }) => sum + key.byteLength + value.byteLength, 0);
