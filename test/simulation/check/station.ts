import type { AlarmEvent } from '@beatwatch/contracts';
import type { SimulatedGateway } from '../processes/gateway.ts';
import type { Tables } from '../database/tables.ts';

/** How long a page may show something else than the database holds. */
const longestMs = 6000;
/** How long it may say that patients are not judged, once they are. */
const longestInterruptionMs = 8000;

/** A page shows the open alarms of the database. */
export class StationCheck {
  readonly problems: string[] = [];
  readonly #tables: Tables;
  #otherSinceMs: number | undefined;
  #interruptedSinceMs: number | undefined;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /**
   * To be called in fair weather, twice a second.
   * @param gateway undefined while none runs
   * @param nowMs since the start
   */
  look(gateway: Pick<SimulatedGateway, 'station' | 'interruption'> | undefined, nowMs: number): void {
    this.#lookAtAlarms(gateway?.station.open, nowMs);
    const { interruption } = gateway ?? {};
    if (interruption === undefined) this.#interruptedSinceMs = undefined;
    else this.#interruptedSinceMs ??= nowMs;
    if (nowMs - (this.#interruptedSinceMs ?? nowMs) <= longestInterruptionMs) return;
    this.#interruptedSinceMs = Infinity;
    this.problems.push(`station: at ${nowMs / 1000} s a page says '${interruption ?? ''}' in fair weather`);
  }

  /** A fault keeps them apart: what was seen before says nothing. */
  forget(): void {
    this.#otherSinceMs = undefined;
    this.#interruptedSinceMs = undefined;
  }

  #lookAtAlarms(open: ReadonlyMap<string, AlarmEvent> | undefined, nowMs: number): void {
    const stored = this.#tables.openAlarms();
    const isSame =
      open?.size === stored.length &&
      stored.every(({ alarmId, changeNumber, state }) => {
        const shown = open.get(alarmId);
        return shown?.changeNumber === changeNumber && shown.state === state;
      });
    if (isSame) {
      this.#otherSinceMs = undefined;
      return;
    }
    this.#otherSinceMs ??= nowMs;
    if (nowMs - this.#otherSinceMs <= longestMs) return;
    this.#otherSinceMs = Infinity;
    const text = (alarms: Iterable<AlarmEvent>): string =>
      [...alarms].map(({ alarmId, changeNumber, state }) => `${alarmId} ${changeNumber} ${state}`).join(', ');
    this.problems.push(
      `station: at ${nowMs / 1000} s a page shows [${text(open?.values() ?? [])}], and stored are [${text(stored)}]`,
    );
  }
}
