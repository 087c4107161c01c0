import { decompress } from './decompress.ts';

/** A record as kafkajs passes it on, with what a batch that cannot be read leaves. */
export interface FetchedRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, never>>;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
  /** Why the batch cannot be read: then `value` is its bytes as they are, and the offset that of its last record. */
  readonly damaged?: string;
}

/** Most records of one batch, and of one read of a partition: each costs some hundred bytes of memory. */
const maxRecords = 50_000;
/** Decompressed bytes from which a read of a partition ends: the next one goes on. */
const maxReadBytes = 32 * 1_048_576;
/** Length, attributes, two differences, two lengths and a count. */
const smallestRecord = 7;
const headerBytes = 61;
/** Of the first offset and the length, which the length does not count. */
const prefixBytes = 12;
const currentMagic = 2;

interface Batch {
  readonly firstOffset: number;
  readonly lastOffsetDelta: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly appendTime: boolean;
  readonly isControlRecord: boolean;
  readonly batchContext: FetchedRecord['batchContext'];
  readonly count: number;
}

/** Whether the bytes are in the format of Kafka since 0.11; a broker since 4.0 has no other. */
export const isRecordBatch = (bytes: Buffer): boolean =>
  bytes.byteLength > 16 && bytes.readInt8(16) === currentMagic;

/**
 * Reads the batches of a partition, as far as they are whole. A batch that cannot be read, because its bytes are damaged, its
 * codec is unknown or it grows beyond all measure, becomes one record with the reason, so that it holds up no other.
 *
 * kafkajs fails with such a batch again and again and no partition goes on. It also fails with more than some 100,000
 * records at once, and takes time by the square of a record's headers, which are passed over here.
 *
 * Source: https://kafka.apache.org/documentation/#recordbatch
 */
export async function readRecordBatches(bytes: Buffer): Promise<FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  let decompressedBytes = 0;
  for (let at = 0; bytes.byteLength - at >= headerBytes;) {
    const length = bytes.readInt32BE(at + 8);
    const end = length < headerBytes - prefixBytes ? bytes.byteLength : at + prefixBytes + length;
    // The last batch of a fetch may be cut off.
    if (end > bytes.byteLength) break;
    const batch = headerOf(bytes.subarray(at));
    const body = bytes.subarray(at + headerBytes, end);
    const attributes = bytes.readInt16BE(at + 21);
    try {
      const decompressed = await decompress(attributes & 7, body);
      decompressedBytes += decompressed.byteLength;
      for (const record of recordsOf(decompressed, batch)) records.push(record);
    } catch (error) {
      records.push(damagedRecord(batch, body, error));
    }
    at = end;
    if (decompressedBytes > maxReadBytes || records.length > maxRecords) break;
  }
  return records;
}

function headerOf(bytes: Buffer): Batch {
  const attributes = bytes.readInt16BE(21);
  return {
    firstOffset: Number(bytes.readBigInt64BE(0)),
    lastOffsetDelta: bytes.readInt32BE(23),
    firstTimestamp: Number(bytes.readBigInt64BE(27)),
    maxTimestamp: Number(bytes.readBigInt64BE(35)),
    appendTime: (attributes & 0x08) !== 0,
    isControlRecord: (attributes & 0x20) !== 0,
    batchContext: {
      producerId: String(bytes.readBigInt64BE(43)),
      inTransaction: (attributes & 0x10) !== 0,
    },
    count: bytes.readInt32BE(57),
  };
}

function recordsOf(bytes: Buffer, batch: Batch): FetchedRecord[] {
  const { count, lastOffsetDelta } = batch;
  if (count > maxRecords) throw new RangeError(`the batch has ${count} records, more than ${maxRecords}`);
  if (count < 0 || count * smallestRecord > bytes.byteLength) throw new RangeError('records are missing');
  const reader = new RecordReader(bytes);
  const records: FetchedRecord[] = [];
  for (let index = 0; index < count; index += 1) {
    const length = reader.varint();
    const end = reader.at + length;
    // Attributes, which have no meaning yet.
    reader.at += 1;
    const timestampDelta = reader.varint();
    const offsetDelta = reader.varint();
    const key = reader.bytes();
    const value = reader.bytes();
    if (length < 0 || reader.at > end || end > bytes.byteLength) throw new RangeError('a record is cut off');
    if (offsetDelta < 0 || offsetDelta > lastOffsetDelta) throw new RangeError('an offset is out of place');
    records.push({
      offset: String(batch.firstOffset + offsetDelta),
      timestamp: String(batch.appendTime ? batch.maxTimestamp : batch.firstTimestamp + timestampDelta),
      key,
      value,
      headers: {},
      isControlRecord: batch.isControlRecord,
      batchContext: batch.batchContext,
    });
    // What is left are the headers.
    reader.at = end;
  }
  return records;
}

function damagedRecord(batch: Batch, body: Buffer, error: unknown): FetchedRecord {
  const { firstOffset, lastOffsetDelta, maxTimestamp, batchContext } = batch;
  return {
    offset: String(firstOffset + Math.max(0, lastOffsetDelta)),
    timestamp: String(maxTimestamp),
    key: null,
    value: body,
    headers: {},
    isControlRecord: false,
    batchContext: { ...batchContext, inTransaction: false },
    damaged: error instanceof Error ? error.message : String(error),
  };
}

class RecordReader {
  readonly #buffer: Buffer;
  at = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  /** A number of variable length with its sign in the lowest bit; exact up to 2^53. */
  varint(): number {
    let result = 0;
    for (let factor = 1, bytes = 0; bytes < 10; bytes += 1, factor *= 128) {
      const byte = this.#buffer[this.at];
      if (byte === undefined) break;
      this.at += 1;
      result += (byte & 127) * factor;
      if (byte < 128) return result % 2 === 0 ? result / 2 : -(result + 1) / 2;
    }
    throw new RangeError('a number is cut off');
  }

  bytes(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.at;
    this.at += length;
    if (this.at > this.#buffer.byteLength) throw new RangeError('a record is cut off');
    return this.#buffer.subarray(start, this.at);
  }
}
