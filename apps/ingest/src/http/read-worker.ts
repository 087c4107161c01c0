// Runs in a worker thread, since the time that a body takes to read does not follow from its bytes.
import { parentPort } from 'node:worker_threads';
import type { Pairings } from '@beatwatch/device-formats';
import { readPost, type PostedFormat } from './read-task.ts';

export interface ReadTask {
  readonly id: number;
  readonly format: PostedFormat;
  readonly bytes: Uint8Array;
  readonly pairings: Pairings;
}

export default function read({ id, format, bytes, pairings }: ReadTask): ReturnType<typeof readPost> {
  parentPort?.postMessage({ begun: id });
  return readPost(format, bytes, pairings);
}
