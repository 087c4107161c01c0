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

/** The states of one partition, as the stage keeps them. */
export interface SilenceStates<Watch extends Silenced> {
  entries(): readonly (readonly [PatientId, Watch])[];
  /** Says that the patient's state has changed. */
  peek(id: PatientId): Watch;
}

interface Quiet {
  readonly endTimeUs: number;
  silentMs: number;
}

/** A tick that comes so many times later than it should was held up here: data may wait behind it. */
const longestStep = 2;

/**
 * Tells a patient's watch when nothing has come for a while. How long that is runs by this process's clock from when
 * the last data came, not from when they say they were measured: old recordings are replayed, and clocks differ.
 *
 * Such an alarm does not follow from the log. So the states are checkpointed before it takes effect, and when a patient
 * is seen for the first time after a restart an open one takes effect once more: the same change of the same alarm,
 * which changes nothing where it had been stored.
 */
export class NoDataTimer {
  readonly #afterMs: number;
  readonly #tickMs: number;
  readonly #quiet = new Map<PatientId, Quiet>();

  /** @param options.tickMs how often `tick` is called */
  constructor({ afterMs, tickMs }: { readonly afterMs: number; readonly tickMs: number }) {
    this.#afterMs = afterMs;
    this.#tickMs = tickMs;
  }

  /** Data have come, and not too late; `endTimeUs` on the patient's axis. */
  heard(id: PatientId, endTimeUs: number): void {
    this.#quiet.set(id, { endTimeUs, silentMs: 0 });
  }

  /**
   * @param sinceLastMs since the last tick of this partition
   * @returns changes of alarms, for after the next checkpoint
   */
  tick<Watch extends Silenced>(states: SilenceStates<Watch>, sinceLastMs: number): AlarmEvent[] {
    const stepMs = Math.min(sinceLastMs, longestStep * this.#tickMs);
    return states.entries().flatMap(([id, watch]) => {
      const quiet = this.#quiet.get(id);
      if (quiet === undefined) return this.#firstSeen(id, watch);
      quiet.silentMs += stepMs;
      if (quiet.silentMs < this.#afterMs) return [];
      const events = watch.silence(quiet.endTimeUs + quiet.silentMs * 1000);
      if (events.length > 0) states.peek(id);
      return events;
    });
  }

  #firstSeen(id: PatientId, watch: Silenced): AlarmEvent[] {
    const { newestUs, open } = watch.state.monitor;
    if (newestUs === 0) return [];
    this.#quiet.set(id, { endTimeUs: newestUs, silentMs: 0 });
    const { 'no-data': alarm } = open;
    return alarm === undefined ? [] : [alarm.event];
  }
}
