import type { AlarmEvent, AlarmKind, PatientId } from '@beatwatch/contracts';

/** The part of a patient monitor that the timer uses. */
export interface TimedMonitor {
  readonly state: {
    readonly monitor: {
      /** End of the newest data on the patient's time axis; 0 before any. */
      readonly newestUs: number;
      readonly open: Readonly<Partial<Record<AlarmKind, { readonly event: AlarmEvent }>>>;
      readonly isGone?: true;
      readonly isDischarged?: true;
    };
  };
  noData(nowUs: number): readonly AlarmEvent[];
  gone(nowUs: number): readonly AlarmEvent[];
}

/** The monitors of one partition, as the stream processor keeps them. */
export interface TimedMonitors<Monitor extends TimedMonitor> {
  entries(): readonly (readonly [PatientId, Monitor])[];
  /** Marks the patient's state as changed. */
  stateToChange(id: PatientId): Monitor;
  /** Replaces a monitor that cannot go on. */
  beginAnew(id: PatientId, cause: unknown): void;
}

interface Idle {
  idleMs: number;
  /** Time without data, that before this process's start too. */
  absentMs: number;
  /** Time that did not count, since ingest was behind. */
  heldMs: number;
  /** End of the patient's data; set once they are overdue. */
  endUs?: number;
}

/** Longest time that one tick counts for, in ticks: after a delayed tick data may be waiting behind it. */
const longestStep = 2;
/** Idle time from which it matters whether ingest keeps up. */
const noticeableMs = 3000;
/** What a patient's data have, once ingest keeps up again, to come. */
const graceMs = 5000;
/** Longest time for which ingest may explain that there are no data: then staff has to look after the patient anyway. */
const longestHeldMs = 60_000;

export interface NoDataTimerOptions {
  readonly afterMs: number;
  /** Time without data after which a patient counts as gone. */
  readonly goneAfterMs: number;
  /** Interval at which `tick` is called. */
  readonly tickMs: number;
  /** For how long a patient had been without data when this process began, as far as is known. Default: 0. */
  readonly absentMs?: (id: PatientId) => number;
}

/**
 * Reports to a patient's monitor that no data arrive. Time runs by this process's clock from the arrival of the last
 * data, not from when they were measured: old recordings are replayed, and clocks differ.
 *
 * Such an alarm does not follow from the log, so states are checkpointed before it takes effect; nor does it that an alarm is
 * escalated while no data come. When a patient is first seen after a restart or a rebalance, an open no-data alarm and what is
 * escalated take effect once more: it is the same change of the same alarm, which changes nothing where it was stored already. A monitor that was read from a checkpoint is a new object:
 * that is how a patient seen for the first time is recognised.
 *
 * A patient without data for a day counts as gone: open alarms end, but for one of high priority that nobody has acknowledged.
 *
 * While ingest is behind nobody's data arrive, and that is not for a patient's alarm to say: the time does not count, for a
 * minute at most.
 */
export class NoDataTimer {
  readonly #afterMs: number;
  readonly #goneAfterMs: number;
  readonly #absentMs: (id: PatientId) => number;
  readonly #tickMs: number;
  readonly #idle = new WeakMap<TimedMonitor, Idle>();
  #isSomeoneIdle = false;

  constructor({ afterMs, goneAfterMs, tickMs, absentMs = () => 0 }: NoDataTimerOptions) {
    this.#afterMs = afterMs;
    this.#goneAfterMs = goneAfterMs;
    this.#absentMs = absentMs;
    this.#tickMs = tickMs;
  }

  /** Whether, since the last call, a tick found a patient without data whose alarm is not open yet. */
  takeSomeoneIdle(): boolean {
    const is = this.#isSomeoneIdle;
    this.#isSomeoneIdle = false;
    return is;
  }

  /**
   * Restarts the patient's idle time. To be called before the monitor is fed the data, which end an open alarm.
   * @returns changes of alarms that may not have taken effect yet; to be stored before those that the data cause
   */
  dataReceived(monitor: TimedMonitor): AlarmEvent[] {
    const isFirst = !this.#idle.has(monitor);
    this.#idle.set(monitor, { idleMs: 0, absentMs: 0, heldMs: 0 });
    return isFirst ? openAlarmsOf(monitor) : [];
  }

  /**
   * Adds to the idle time of all patients of a partition, but for those who are gone or discharged.
   * @param sinceLastMs time since the partition's last tick
   * @param isIngestBehind whether packets of the partition wait for ingest
   * @returns changes of alarms, to be stored after the next checkpoint
   */
  tick<Monitor extends TimedMonitor>(
    monitors: TimedMonitors<Monitor>,
    sinceLastMs: number,
    isIngestBehind = false,
  ): AlarmEvent[] {
    const stepMs = Math.min(sinceLastMs, longestStep * this.#tickMs);
    return monitors.entries().flatMap(([id, monitor]) => {
      try {
        return this.#tickOf({ id, monitor, monitors }, stepMs, isIngestBehind);
      } catch (error) {
        monitors.beginAnew(id, error);
        return [];
      }
    });
  }

  #tickOf<Monitor extends TimedMonitor>(
    of: { readonly id: PatientId; readonly monitor: Monitor; readonly monitors: TimedMonitors<Monitor> },
    stepMs: number,
    isIngestBehind: boolean,
  ): readonly AlarmEvent[] {
    const { id, monitor, monitors } = of;
    const idle = this.#idle.get(monitor);
    if (idle === undefined) {
      const events = this.dataReceived(monitor);
      this.#idle.set(monitor, { idleMs: 0, absentMs: this.#absentMs(id), heldMs: 0 });
      return events;
    }
    // Once, as the monitor puts its state together whenever it is read.
    const { isGone, isDischarged, open, newestUs } = monitor.state.monitor;
    if (isGone || isDischarged) return [];
    idle.idleMs += stepMs;
    idle.absentMs += stepMs;
    if (open['no-data'] === undefined) {
      if (idle.idleMs >= noticeableMs) this.#isSomeoneIdle = true;
      if (isIngestBehind) this.#holdBack(idle);
    }
    if (idle.idleMs < this.#afterMs) return [];
    idle.endUs ??= newestUs;
    const nowUs = idle.endUs + (idle.idleMs + idle.heldMs) * 1000;
    const events = idle.absentMs >= this.#goneAfterMs ? monitor.gone(nowUs) : monitor.noData(nowUs);
    if (events.length > 0) monitors.stateToChange(id);
    return events;
  }

  #holdBack(idle: Idle): void {
    const excessMs = Math.max(0, idle.idleMs - Math.max(0, this.#afterMs - graceMs));
    const heldMs = Math.min(excessMs, longestHeldMs - idle.heldMs);
    idle.idleMs -= heldMs;
    idle.heldMs += heldMs;
  }
}

function openAlarmsOf(monitor: TimedMonitor): AlarmEvent[] {
  return Object.values(monitor.state.monitor.open)
    .map(({ event }) => event)
    .filter(({ kind, escalated }) => kind === 'no-data' || escalated);
}
