import { createRequire } from 'node:module';
import type * as KafkaJs from 'kafkajs';
import { isRecordBatch, readRecordBatches, type FetchedRecord } from './record-batches.ts';

// kafkajs is CommonJS without exports that an ES module can import by name.
const require = createRequire(import.meta.url);

interface FetchDecoder {
  readInt32(): number;
  canReadBytes(length: number): boolean;
  readBytes(length: number): Buffer;
  readonly buffer: Buffer;
  offset: number;
}
type DecodeMessages = (decoder: FetchDecoder) => Promise<readonly FetchedRecord[]>;

const decoderPath = require.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages');
const decodeOldMessages = require(decoderPath) as DecodeMessages;

/** Takes the place of kafkajs's own, which stops for ever at a batch that it cannot read. */
const decodeMessages: DecodeMessages = async (decoder) => {
  const start = decoder.offset;
  const bytes = decoder.readInt32();
  if (bytes <= 0 || !decoder.canReadBytes(bytes)) return [];
  const batches = decoder.readBytes(bytes);
  if (isRecordBatch(batches)) return readRecordBatches(batches);
  decoder.offset = start;
  return decodeOldMessages(decoder);
};
// Before the versions of the response that use it are loaded.
const loaded = require.cache[decoderPath];
if (loaded !== undefined) loaded.exports = decodeMessages;

export const kafkajs = require('kafkajs') as typeof KafkaJs;

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}
const { prototype } = require('kafkajs/src/network/requestQueue') as {
  readonly prototype: { scheduleCheckPendingRequests(this: RequestQueue): void };
};

const recheckMs = 10;

/**
 * kafkajs 2.2.4 sets a timer with a negative delay after every response, even where no request is pending; from Node 24 on
 * that prints a TimeoutNegativeWarning. This is its method with a timer only where one is needed.
 */
prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : recheckMs,
  );
};
