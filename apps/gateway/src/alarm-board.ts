import type { AlarmEvent, AlarmId } from '@beatwatch/contracts';

/** A change may come again a while after its alarm was over: when the scorer has crashed and reads once more. */
const keptOver = 1000;

/** The open alarms, kept up by the stream's events and put right by the database now and then. */
export class AlarmBoard {
  #open = new Map<AlarmId, AlarmEvent>();
  /** The last change of alarms that are over, the latest last. */
  readonly #over = new Map<AlarmId, number>();
  #duringLoad: AlarmEvent[] | undefined;

  get open(): readonly AlarmEvent[] {
    return [...this.#open.values()];
  }

  /**
   * Changes of one alarm count upwards: one that comes again, or too late, changes nothing.
   * @returns whether it was news
   */
  apply(event: AlarmEvent): boolean {
    const { alarmId, changeNumber } = event;
    const known = this.#open.get(alarmId)?.changeNumber ?? this.#over.get(alarmId) ?? 0;
    if (known >= changeNumber) return false;
    this.#duringLoad?.push(event);
    this.#over.delete(alarmId);
    if (event.state === 'resolved') {
      this.#open.delete(alarmId);
      this.#over.set(alarmId, changeNumber);
      for (const [oldest] of this.#over) {
        if (this.#over.size <= keptOver) break;
        this.#over.delete(oldest);
      }
    } else {
      this.#open.set(alarmId, event);
    }
    return true;
  }

  /**
   * Takes the loaded alarms as the truth; events that came while they were being loaded still count.
   * @returns true where that changed anything: an event was missed
   */
  async reconcile(load: () => Promise<readonly AlarmEvent[]>): Promise<boolean> {
    const duringLoad: AlarmEvent[] = [];
    this.#duringLoad = duringLoad;
    try {
      const loaded = await load();
      const before = this.#fingerprint();
      this.#open = new Map(loaded.map((alarm) => [alarm.alarmId, alarm]));
      this.#duringLoad = undefined;
      for (const event of duringLoad) {
        this.#over.delete(event.alarmId);
        this.apply(event);
      }
      return this.#fingerprint() !== before;
    } finally {
      this.#duringLoad = undefined;
    }
  }

  #fingerprint(): string {
    return [...this.#open.values()]
      .map(({ alarmId, changeNumber }) => `${alarmId} ${changeNumber}`)
      .sort()
      .join('\n');
  }
}
