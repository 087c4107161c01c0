import type { AlarmSettings } from '@beatwatch/alarms';
import type { AdmissionCommand, AlarmEvent, PatientCommand, PatientId } from '@beatwatch/contracts';
import type { PatientMonitor } from '@beatwatch/patient-monitor';
import type { ThresholdChange } from '@beatwatch/timescale';

/** What happened to a patient's monitor beside the signal. */
export interface ActHistory {
  readonly patientId: PatientId;
  /** Changes of stored alarms. */
  readonly changes: readonly AlarmEvent[];
  /** Thresholds that staff set. */
  readonly thresholds: readonly ThresholdChange[];
  /** Comings and goings. */
  readonly admissions: readonly AdmissionCommand[];
}

interface Arrival {
  /** Epoch microseconds at which the log received the next packet; undefined where it keeps no times. */
  readonly arrivalUs: number | undefined;
}

/** Time without packets from which the scorer may have reported missing data; its clock is not the log's. */
const leastGapShare = 0.5;

/**
 * Repeats what people and the scorer's clock did: acknowledgements and thresholds at the time at which they were asked for,
 * missing data where they were reported.
 */
export class RecordedActs {
  readonly #settings: AlarmSettings['noData'];
  readonly #commands: PatientCommand[];
  readonly #noDataUs: ReadonlySet<number>;
  readonly #goneUs: readonly number[];
  #lastArrivalUs: number | undefined;

  constructor({ patientId, changes, thresholds, admissions }: ActHistory, settings: AlarmSettings) {
    this.#settings = settings.noData;
    const acknowledged = changes.flatMap(({ alarmId, actor, timeUs, reason }): PatientCommand[] =>
      actor === undefined || reason !== undefined
        ? []
        : [{ patientId, actor, timeUs, action: 'acknowledge', alarmId }],
    );
    const set = thresholds.map(({ actor, timeUs, value }): PatientCommand => ({
      patientId,
      actor,
      timeUs,
      action: 'set-threshold',
      ...(value !== undefined && { value }),
    }));
    this.#commands = [...acknowledged, ...set, ...admissions].sort((a, b) => a.timeUs - b.timeUs);
    this.#noDataUs = new Set(
      changes
        .filter(({ kind, state, actor }) => kind === 'no-data' && state === 'active' && actor === undefined)
        .map(({ timeUs }) => timeUs),
    );
    const gone = changes.filter(({ reason }) => reason === 'patient-gone').map(({ timeUs }) => timeUs);
    this.#goneUs = [...new Set(gone)].sort((a, b) => a - b);
  }

  /** What happened before the next packet arrived, in order; to be done before its observations are judged. */
  before({ arrivalUs }: Arrival): ((monitor: PatientMonitor) => readonly AlarmEvent[])[] {
    const acts: ((monitor: PatientMonitor) => readonly AlarmEvent[])[] = [];
    const gapUs =
      arrivalUs === undefined || this.#lastArrivalUs === undefined ? 0 : arrivalUs - this.#lastArrivalUs;
    if (arrivalUs !== undefined) this.#lastArrivalUs = arrivalUs;
    if (gapUs >= this.#settings.afterMs * 1000 * leastGapShare) {
      acts.push((monitor) => this.#missingData(monitor, gapUs));
    }
    while (arrivalUs !== undefined) {
      const [next] = this.#commands;
      if (next === undefined || next.timeUs >= arrivalUs) break;
      this.#commands.shift();
      acts.push((monitor) => monitor.command(next));
    }
    return acts;
  }

  #missingData(monitor: PatientMonitor, gapUs: number): readonly AlarmEvent[] {
    const { newestUs } = monitor.state.monitor;
    const dueUs = newestUs + this.#settings.afterMs * 1000;
    const reported = this.#noDataUs.has(dueUs) ? monitor.noData(dueUs) : [];
    // The scorer counts from the arrival, a little after the log did.
    const goneUs = this.#goneUs.find((timeUs) => timeUs > newestUs && timeUs <= newestUs + gapUs + 60e6);
    return goneUs === undefined ? reported : [...reported, ...monitor.gone(goneUs)];
  }
}
