import { decodeObservation, decodePacket, observedIn, topics } from '@beatwatch/contracts';
import type { Position, ReceivedMessage } from '@beatwatch/stream';
import type { SimulatedBroker } from '../broker/simulated-broker.ts';
import type { Tables } from '../database/tables.ts';

interface Commit {
  readonly groupId: string;
  readonly position: Position;
  /** Committed before. */
  readonly before: number;
}

const stateTopics: Readonly<Record<string, string>> = { ingest: topics.packets, scorer: topics.beats };

/** No position is committed before the state of each patient of its messages is stored. */
export class CommitCheck {
  readonly problems: string[] = [];
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  check(broker: SimulatedBroker, { groupId, position, before }: Commit): void {
    const { topic, partition, nextOffset } = position;
    if (stateTopics[groupId] !== topic) return;
    const nextOffsets = new Map(
      this.#tables
        .readCheckpoints({ processor: groupId, topic, partition })
        .map((checkpoint) => [checkpoint.patientId as string, checkpoint.nextOffset]),
    );
    for (const message of broker.log(topic, partition).slice(before, nextOffset)) {
      const patientId = patientOf(topic, message);
      if (patientId === undefined || (nextOffsets.get(patientId) ?? 0) > message.offset) continue;
      this.problems.push(
        `commits: ${groupId} has committed ${topic}/${partition} up to ${nextOffset}, but not stored what ${patientId} is after ${message.offset}`,
      );
      return;
    }
  }
}

/** Undefined for a message that cannot be used. */
function patientOf(topic: string, { key, value }: ReceivedMessage): string | undefined {
  try {
    if (topic === topics.packets) {
      const { patientId } = decodePacket(value);
      return new TextDecoder().decode(key) === patientId ? patientId : undefined;
    }
    return observedIn(decodeObservation(value)).patientId;
  } catch {
    return undefined;
  }
}
