import type { AlarmEvent, PatientId } from '@beatwatch/contracts';

/** The part of a patient monitor that the timer uses. */
export interface TimedMonitor {
  readonly state: {
    readonly monitor: {
      /** End of the newest data on the patient's time axis; 0 before any. */
      readonly newestUs: number;
      readonly open: { readonly 'no-data'?: { readonly event: AlarmEvent } };
    };
  };
  noData(nowUs: number): readonly AlarmEvent[];
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
  /** End of the patient's data; set once they are overdue. */
  endUs?: number;
}

/** Longest time that one tick counts for, in ticks: after a delayed tick data may be waiting behind it. */
const longestStep = 2;

/**
 * Reports to a patient's monitor that no data arrive. Time runs by this process's clock from the arrival of the last
 * data, not from when they were measured: old recordings are replayed, and clocks differ.
 *
 * Such an alarm does not follow from the log, so states are checkpointed before it takes effect. When a patient is first
 * seen after a restart or a rebalance, an open no-data alarm takes effect once more: it is the same change of the same
 * alarm, which changes nothing where it was stored already. A monitor that was read from a checkpoint is a new object:
 * that is how a patient seen for the first time is recognised.
 */
export class NoDataTimer {
  readonly #afterMs: number;
  readonly #tickMs: number;
  readonly #idle = new WeakMap<TimedMonitor, Idle>();

  /** @param options.tickMs interval at which `tick` is called */
  constructor({ afterMs, tickMs }: { readonly afterMs: number; readonly tickMs: number }) {
    this.#afterMs = afterMs;
    this.#tickMs = tickMs;
  }

  /**
   * Restarts the patient's idle time. To be called before the monitor is fed the data, which end an open alarm.
   * @returns changes of alarms that may not have taken effect yet; to be stored before those that the data cause
   */
  dataReceived(monitor: TimedMonitor): AlarmEvent[] {
    const isFirst = !this.#idle.has(monitor);
    this.#idle.set(monitor, { idleMs: 0 });
    return isFirst ? openAlarmOf(monitor) : [];
  }

  /**
   * Adds to the idle time of all patients of a partition.
   * @param sinceLastMs time since the partition's last tick
   * @returns changes of alarms, to be stored after the next checkpoint
   */
  tick<Monitor extends TimedMonitor>(monitors: TimedMonitors<Monitor>, sinceLastMs: number): AlarmEvent[] {
    const stepMs = Math.min(sinceLastMs, longestStep * this.#tickMs);
    return monitors.entries().flatMap(([id, monitor]) => {
      try {
        return this.#tickOf(id, monitor, monitors, stepMs);
      } catch (error) {
        monitors.beginAnew(id, error);
        return [];
      }
    });
  }

  #tickOf<Monitor extends TimedMonitor>(
    id: PatientId,
    monitor: Monitor,
    monitors: TimedMonitors<Monitor>,
    stepMs: number,
  ): readonly AlarmEvent[] {
    const idle = this.#idle.get(monitor);
    if (idle === undefined) return this.dataReceived(monitor);
    idle.idleMs += stepMs;
    if (idle.idleMs < this.#afterMs) return [];
    idle.endUs ??= monitor.state.monitor.newestUs;
    const events = monitor.noData(idle.endUs + idle.idleMs * 1000);
    if (events.length > 0) monitors.stateToChange(id);
    return events;
  }
}

function openAlarmOf(monitor: TimedMonitor): AlarmEvent[] {
  const { 'no-data': alarm } = monitor.state.monitor.open;
  return alarm === undefined ? [] : [alarm.event];
}
