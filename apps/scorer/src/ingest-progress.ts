import { noticeKeptMs } from '@beatwatch/contracts';
import type { GroupPosition } from '@beatwatch/stream';

/** How long packets may wait in a healthy stack: ingest says every 2 s at the latest how far it is. */
const waitMs = 4000;
/** Notices of the process that runs this one, of outages that stop data before they come here. */
const outages: readonly string[] = ['ingest-down', 'broker-down', 'database-down'];

interface Sample {
  readonly atMs: number;
  readonly ends: ReadonlyMap<number, number>;
}

/** Whether ingest keeps up, from samples of how far it is in the log of packets. */
export class IngestProgress {
  #samples: Sample[] = [];
  #applied: ReadonlyMap<number, number> = new Map();
  #isUnreachable = false;
  /** When each open notice was heard last. */
  readonly #openMs = new Map<string, number>();

  /** @param positions of ingest in the topic of packets; undefined where the broker does not respond */
  add(atMs: number, positions: readonly GroupPosition[] | undefined): void {
    this.#isUnreachable = positions === undefined;
    if (positions === undefined) return;
    this.#applied = new Map(positions.map(({ partition, applied }) => [partition, applied]));
    const ends = new Map(positions.map(({ partition, end }) => [partition, end]));
    this.#samples = [...this.#samples.filter((sample) => atMs - sample.atMs < 3 * waitMs), { atMs, ends }];
  }

  /** Takes a system notice, of which it needs the outages of what is before the scorer, for as long as they are repeated. */
  addNotice({ noticeId, state }: { readonly noticeId: string; readonly state: string }, nowMs: number): void {
    if (state !== 'open') this.#openMs.delete(noticeId);
    else if (outages.includes(noticeId)) this.#openMs.set(noticeId, nowMs);
  }

  /** Whether packets of a partition have waited for ingest for 4 s, or nobody can say. */
  isBehind(partition: number, nowMs: number): boolean {
    const isOutage = [...this.#openMs.values()].some((heardMs) => nowMs - heardMs < noticeKeptMs);
    if (this.#isUnreachable || isOutage) return true;
    const earlier = this.#samples.findLast(({ atMs }) => nowMs - atMs >= waitMs);
    const endThen = earlier?.ends.get(partition);
    return endThen !== undefined && (this.#applied.get(partition) ?? 0) < endThen;
  }
}
