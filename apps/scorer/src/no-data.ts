import type { AlarmEvent, PatientId } from '@beatwatch/contracts';

/** What is asked of whoever watches a patient. */
export interface Silenced {
  readonly state: {
    readonly monitor: {
      /** End of the newest data on the patient's time axis; 0 before any. */
      readonly newestUs: number;
      readonly open: { readonly 'no-data'?: { readonly event: AlarmEvent } };
    };
  };
  silence(nowUs: number): readonly AlarmEvent[];
}

/** The states of one partition, as the stream processor keeps them. */
export interface SilenceStates<Watch extends Silenced> {
  entries(): readonly (readonly [PatientId, Watch])[];
  /** Says that the patient's state has changed. */
  stateToChange(id: PatientId): Watch;
}

interface Quiet {
  silentMs: number;
  /** Where the patient's data ended; known once they are missed. */
  endUs?: number;
}

/** A tick that comes so many times later than it should was held up here: data may wait behind it. */
const longestStep = 2;

/**
 * Tells a patient's watch when nothing has come for a while. How long that is runs by this process's clock from when
 * the last data came, not from when they say they were measured: old recordings are replayed, and clocks differ.
 *
 * Such an alarm does not follow from the log. So the states are checkpointed before it takes effect, and when a patient
 * is seen for the first time after a restart or a rebalance an open one takes effect once more: the same change of the
 * same alarm, which changes nothing where it had been stored. A watch that the stream processor has read from its checkpoint is a
 * new object: that is how the first time is known.
 */
export class NoDataTimer {
  readonly #afterMs: number;
  readonly #tickMs: number;
  readonly #quiet = new WeakMap<Silenced, Quiet>();

  /** @param options.tickMs how often `tick` is called */
  constructor({ afterMs, tickMs }: { readonly afterMs: number; readonly tickMs: number }) {
    this.#afterMs = afterMs;
    this.#tickMs = tickMs;
  }

  /**
   * Data have come, and not too late: called before the watch learns of them, since they end what is open.
   * @returns changes of alarms that may not have taken effect, for before those that the data bring
   */
  heard(watch: Silenced): AlarmEvent[] {
    const isFirst = !this.#quiet.has(watch);
    this.#quiet.set(watch, { silentMs: 0 });
    return isFirst ? openAlarmOf(watch) : [];
  }

  /**
   * @param sinceLastMs since the last tick of this partition
   * @returns changes of alarms, for after the next checkpoint
   */
  tick<Watch extends Silenced>(states: SilenceStates<Watch>, sinceLastMs: number): AlarmEvent[] {
    const stepMs = Math.min(sinceLastMs, longestStep * this.#tickMs);
    return states.entries().flatMap(([id, watch]) => {
      const quiet = this.#quiet.get(watch);
      if (quiet === undefined) return this.heard(watch);
      quiet.silentMs += stepMs;
      if (quiet.silentMs < this.#afterMs) return [];
      quiet.endUs ??= watch.state.monitor.newestUs;
      const events = watch.silence(quiet.endUs + quiet.silentMs * 1000);
      if (events.length > 0) states.stateToChange(id);
      return events;
    });
  }
}

function openAlarmOf(watch: Silenced): AlarmEvent[] {
  const { 'no-data': alarm } = watch.state.monitor.open;
  return alarm === undefined ? [] : [alarm.event];
}
