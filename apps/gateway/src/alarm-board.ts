import type { AlarmEvent, AlarmId } from '@beatwatch/contracts';

/** The open alarms, kept up by the stream's events and put right by the database now and then. */
export class AlarmBoard {
  #open = new Map<AlarmId, AlarmEvent>();
  #duringLoad: AlarmEvent[] | undefined;

  get open(): readonly AlarmEvent[] {
    return [...this.#open.values()];
  }

  /** Changes of one alarm count upwards: one that comes again, or too late, changes nothing. */
  apply(event: AlarmEvent): void {
    this.#duringLoad?.push(event);
    const known = this.#open.get(event.alarmId);
    if (known !== undefined && known.changeNumber >= event.changeNumber) return;
    if (event.state === 'resolved') this.#open.delete(event.alarmId);
    else this.#open.set(event.alarmId, event);
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
      for (const event of duringLoad) this.apply(event);
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
