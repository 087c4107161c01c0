import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@beatwatch/contracts';
import type { GroupPosition, MessageStream } from '@beatwatch/stream';

/** A broker that hangs says nothing for much longer. */
const limitMs = 3000;

/** How far ingest is in the topic of packets; undefined where the broker does not respond. */
export function ingestPositions(stream: MessageStream): Promise<readonly GroupPosition[] | undefined> {
  return Promise.race([
    positionsOfIngest(stream).catch(() => undefined),
    delay(limitMs, undefined, { ref: false }),
  ]);
}

/** @throws where the broker does not respond; one that does not let this process look says nothing about ingest */
async function positionsOfIngest(stream: MessageStream): Promise<readonly GroupPosition[]> {
  try {
    return await stream.positions('ingest', topics.packets);
  } catch {
    await stream.ping();
    return [];
  }
}
