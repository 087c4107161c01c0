import type { Batch, Position, ReceivedMessage } from '@beatwatch/stream';

const keyOf = ({ topic, partition }: Pick<Position, 'topic' | 'partition'>): string =>
  `${topic}/${partition}`;

/**
 * Where the feed has come in each partition. After the broker's restart a group goes on at its last committed position: what it
 * has passed on already is passed over.
 */
export class FeedPositions {
  readonly #reached = new Map<string, Position>();
  readonly #committed = new Map<string, number>();
  readonly #assigned = new Set<string>();

  /** Partitions have been assigned, anew or for the first time. */
  assigned(partitions: readonly Pick<Position, 'topic' | 'partition'>[]): void {
    for (const partition of partitions) this.#assigned.add(keyOf(partition));
  }

  /** The messages of a batch that were not passed on before. */
  fresh({ topic, partition, messages }: Batch): readonly ReceivedMessage[] {
    const key = keyOf({ topic, partition });
    const first = messages[0]?.offset ?? 0;
    const nextOffset = (messages.at(-1)?.offset ?? -1) + 1;
    // Below what was committed there is nothing to read again: the log was made anew.
    const isAnew = this.#assigned.delete(key) && first < (this.#committed.get(key) ?? 0);
    const before = isAnew ? 0 : (this.#reached.get(key)?.nextOffset ?? 0);
    if (isAnew) this.#committed.delete(key);
    this.#reached.set(key, { topic, partition, nextOffset: Math.max(before, nextOffset) });
    return first >= before ? messages : messages.filter(({ offset }) => offset >= before);
  }

  /** Commits what has moved since the last time. */
  async commit(commit: (positions: readonly Position[]) => Promise<void>): Promise<void> {
    const moved = [...this.#reached].filter(
      ([key, { nextOffset }]) => this.#committed.get(key) !== nextOffset,
    );
    if (moved.length === 0) return;
    await commit(moved.map(([, position]) => position));
    for (const [key, { nextOffset }] of moved) this.#committed.set(key, nextOffset);
  }
}
