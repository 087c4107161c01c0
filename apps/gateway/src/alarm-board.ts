import type { AlarmEvent, AlarmId } from '@beatwatch/contracts';

/** Resolved alarms to remember: a scorer that restarts after a crash publishes their changes again. */
const maxResolved = 1000;

/** The open alarms: updated by the stream's events, reconciled with the database from time to time. */
export class AlarmBoard {
  #open = new Map<AlarmId, AlarmEvent>();
  /** Last change number of resolved alarms, the latest last. */
  readonly #resolved = new Map<AlarmId, number>();
  #duringLoad: AlarmEvent[] | undefined;

  get open(): readonly AlarmEvent[] {
    return [...this.#open.values()];
  }

  /**
   * Applies a change unless it, or a later change of the same alarm, was applied before.
   * @returns false if the change was already known
   */
  apply(event: AlarmEvent): boolean {
    const { alarmId, changeNumber } = event;
    const known = this.#open.get(alarmId)?.changeNumber ?? this.#resolved.get(alarmId) ?? 0;
    if (known >= changeNumber) return false;
    this.#duringLoad?.push(event);
    this.#resolved.delete(alarmId);
    if (event.state === 'resolved') {
      this.#open.delete(alarmId);
      this.#resolved.set(alarmId, changeNumber);
      for (const [oldest] of this.#resolved) {
        if (this.#resolved.size <= maxResolved) break;
        this.#resolved.delete(oldest);
      }
    } else {
      this.#open.set(alarmId, event);
    }
    return true;
  }

  /**
   * Replaces the open alarms by the loaded ones, then applies the events that arrived during the load.
   * @returns true if that changed anything, because an event was missed
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
        this.#resolved.delete(event.alarmId);
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
